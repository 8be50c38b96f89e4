// What just happened that the eye may have missed? Toasts: the event, the figure, one button; 6 s, errors stay.
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Button, IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";

export type ToastTone = "ok" | "attention" | "error";

export interface ToastContent {
  readonly tone: ToastTone;
  /** What happened: "Rebalanced, 8 of 8". */
  readonly title: string;
  /** The figure or the next step: "Cost $52.91, plan said $54.46." */
  readonly detail?: string;
  readonly action?: { readonly label: string; readonly onPress: () => void };
}

interface ShownToast extends ToastContent {
  readonly id: number;
}

const LOOK = {
  ok: { icon: "check", tone: "up" },
  attention: { icon: "alert", tone: "ov" },
  error: { icon: "error", tone: "dn" },
} as const;

const STAY_MS = 6_000;
/** More than this at once is noise: the oldest that may leave makes room. */
const MOST = 4;

const ToastContext = createContext<(content: ToastContent) => void>(() => undefined);

/** Gives the function that shows a toast. */
export function useToast(): (content: ToastContent) => void {
  return use(ToastContext);
}

export interface ToastHostProps {
  readonly children: ReactNode;
}

/** Once at the root, around everything that may show a toast. */
export function ToastHost({ children }: ToastHostProps) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const nextId = useRef(0);
  const show = useCallback((content: ToastContent) => {
    nextId.current += 1;
    const shown = { ...content, id: nextId.current };
    setToasts((current) => {
      const next = [...current, shown];
      if (next.length <= MOST) return next;
      const leaves = next.find((toast) => toast.tone !== "error") ?? next[0];
      return next.filter((toast) => toast !== leaves);
    });
  }, []);
  const close = useCallback((id: number) => setToasts((current) => current.filter((toast) => toast.id !== id)), []);
  return (
    <ToastContext value={show}>
      {children}
      <section className="toasts" aria-label="Messages">
        {toasts.map((toast) => (
          <Toast key={toast.id} toast={toast} onClose={close} />
        ))}
      </section>
    </ToastContext>
  );
}

interface ToastProps {
  readonly toast: ShownToast;
  readonly onClose: (id: number) => void;
}

function Toast({ toast, onClose }: ToastProps) {
  const [held, setHeld] = useState(false);
  const look = LOOK[toast.tone];
  useEffect(() => {
    if (held || toast.tone === "error") return;
    const timer = setTimeout(() => onClose(toast.id), STAY_MS);
    return () => clearTimeout(timer);
  }, [held, toast, onClose]);
  const hold = useMemo(
    () => ({
      onPointerEnter: () => setHeld(true),
      onPointerLeave: () => setHeld(false),
      onFocus: () => setHeld(true),
      onBlur: () => setHeld(false),
    }),
    [],
  );
  return (
    <div className="toast" role={toast.tone === "error" ? "alert" : "status"} {...hold}>
      <Icon name={look.icon} className={look.tone} />
      <div className="grow">
        <div className="semi">{toast.title}</div>
        {toast.detail === undefined ? null : (
          <div className="f12 t2" style={{ lineHeight: "17px" }}>
            {toast.detail}
          </div>
        )}
      </div>
      <span className="actions">
        {toast.action === undefined ? null : (
          <Button
            onClick={() => {
              toast.action?.onPress();
              onClose(toast.id);
            }}
          >
            {toast.action.label}
          </Button>
        )}
        <IconButton icon="close" label="Close" small onClick={() => onClose(toast.id)} />
      </span>
    </div>
  );
}
