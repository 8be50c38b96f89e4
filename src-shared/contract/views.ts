// The contract's own shapes as types, for those who draw them.
import type { z } from "zod";
import type {
  accountViewSchema,
  checkEventSchema,
  checkStepSchema,
  connectableVenueSchema,
  deadManSwitchSchema,
} from "./accounts.ts";
import type { auditLineSchema } from "./audit.ts";
import type {
  bookRowSchema,
  bookSummarySchema,
  calendarCellSchema,
  importPreviewSchema,
  methodComparisonSchema,
  performanceSchema,
} from "./books.ts";
import type { checklistLineSchema, goingLiveSchema, overallSchema } from "./live.ts";
import type { bookViewSchema, pricesSchema } from "./market-data.ts";
import type { fillRowSchema, orderRowSchema, orderStandingSchema } from "./orders.ts";
import type { assetDetailSchema, equitySchema, periodSchema } from "./portfolio.ts";
import type {
  identityViewSchema,
  profileChangesSchema,
  profileSummarySchema,
  separationViewSchema,
} from "./profiles.ts";
import type { gateCheckSchema, plansSchema, previewSchema, suggestionsSchema } from "./rebalancing.ts";
import type { secretStoreStatusSchema } from "./secrets.ts";
import type { positionsSchema, signalPlanSchema, tiltViewSchema } from "./signals.ts";
import type { standingViewSchema } from "./standing-approvals.ts";
import type { feedHealthSchema, feedMarketSchema, healthSchema, systemInfoSchema } from "./system.ts";
import type { targetsPreviewSchema, targetsViewSchema } from "./targets.ts";
import type { evaluationPageSchema, triggersViewSchema } from "./triggers.ts";

export type AuditLine = z.infer<typeof auditLineSchema>;
export type BookSummary = z.infer<typeof bookSummarySchema>;
export type BookRow = z.infer<typeof bookRowSchema>;
export type Performance = z.infer<typeof performanceSchema>;
export type CalendarCell = z.infer<typeof calendarCellSchema>;
export type ImportPreview = z.infer<typeof importPreviewSchema>;
export type MethodComparison = z.infer<typeof methodComparisonSchema>;
export type ConnectableVenue = z.infer<typeof connectableVenueSchema>;
export type CheckStep = z.infer<typeof checkStepSchema>;
export type CheckEvent = z.infer<typeof checkEventSchema>;
export type DeadManSwitch = z.infer<typeof deadManSwitchSchema>;
export type AccountView = z.infer<typeof accountViewSchema>;
export type SecretPlaceStatus = z.infer<typeof secretStoreStatusSchema>;
export type ChecklistLine = z.infer<typeof checklistLineSchema>;
export type GoingLive = z.infer<typeof goingLiveSchema>;
export type OverallView = z.infer<typeof overallSchema>;
export type BookView = z.infer<typeof bookViewSchema>;
export type BookDepth = BookView["depth"][number];
export type Prices = z.infer<typeof pricesSchema>;
export type AssetDetail = z.infer<typeof assetDetailSchema>;
export type Equity = z.infer<typeof equitySchema>;
export type Period = z.infer<typeof periodSchema>;
export type ProfileSummary = z.infer<typeof profileSummarySchema>;
export type ProfileChanges = z.infer<typeof profileChangesSchema>;
export type IdentityView = z.infer<typeof identityViewSchema>;
export type SeparationView = z.infer<typeof separationViewSchema>;
export type GateCheck = z.infer<typeof gateCheckSchema>;
export type StandingView = z.infer<typeof standingViewSchema>;
export type Plans = z.infer<typeof plansSchema>;
export type PositionsView = z.infer<typeof positionsSchema>;
export type SignalPlan = z.infer<typeof signalPlanSchema>;
export type TiltView = z.infer<typeof tiltViewSchema>;
export type Preview = z.infer<typeof previewSchema>;
export type OrderRow = z.infer<typeof orderRowSchema>;
export type FillRow = z.infer<typeof fillRowSchema>;
export type OrderStanding = z.infer<typeof orderStandingSchema>;
export type Suggestions = z.infer<typeof suggestionsSchema>;
export type FeedHealth = z.infer<typeof feedHealthSchema>;
export type FeedMarket = z.infer<typeof feedMarketSchema>;
export type Health = z.infer<typeof healthSchema>;
export type SystemInfo = z.infer<typeof systemInfoSchema>;
export type TargetsView = z.infer<typeof targetsViewSchema>;
export type TriggersView = z.infer<typeof triggersViewSchema>;
export type EvaluationPage = z.infer<typeof evaluationPageSchema>;
export type TargetsPreview = z.infer<typeof targetsPreviewSchema>;

export type ShellName = SystemInfo["shell"];
