// What time is it for ages and countdowns on screen? One tick for all of them, so that they change together.
import { createStore } from "zustand/vanilla";

export const nowStore = createStore<{ readonly now: number }>(() => ({ now: 0 }));
