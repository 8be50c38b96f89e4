// How is one named fact of an entry or an order shown?
import type { ReactNode } from "react";

export interface FieldProps {
  readonly name: string;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

export function Field({ name, title, children }: FieldProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="field-value" title={title}>
        {children}
      </dd>
    </div>
  );
}
