// Lets a style attribute carry our own CSS variables; without this only the standard properties have types.
import "react";

declare module "react" {
  interface CSSProperties {
    readonly "--row-h"?: string;
    readonly "--hold-ms"?: string;
    readonly "--strength"?: string;
  }
}
