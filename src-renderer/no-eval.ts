// Schemas of the domain words come along with them; told before any is built, zod does not try `new Function`, which the
// content security policy forbids and reports.
import { config } from "zod";

config({ jitless: true });
