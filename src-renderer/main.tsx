// Where does the window start?
import "./no-eval.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ensure } from "#shared/domain/assert.ts";
import { App } from "./app.tsx";
import { connect } from "./client/connect.ts";
import "./styles/index.css";
import { applyTheme, rememberedTheme } from "./theme.ts";

// Before the first paint, so that no wrong theme flashes; the engine's setting follows and is remembered.
applyTheme(rememberedTheme());

createRoot(ensure(document.getElementById("root"), "root element")).render(
  <StrictMode>
    <App connection={connect()} />
  </StrictMode>,
);
