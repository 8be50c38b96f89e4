// Where does the price stand in its cycle? Twelve positions on a ring, a hand at the angle, and where the rule buys and sells.
import { classNames } from "#renderer/lib/class-names.ts";
import type { WheelView } from "#shared/domain/strategies-view.ts";
import { positionsSince, WHEEL_SIZE, wheelHand, wheelMark, wheelPiece, wheelPoint, wheelSeat } from "./wheel-layout.ts";

const MIDDLE = WHEEL_SIZE / 2;
const POSITIONS = Array.from({ length: 12 }, (_, position) => position);
/** How dark the positions are that the hand has just left; the others are not filled. */
const TRAIL = [1, 0.42, 0.31, 0.2];
/** Entering the ascent the rule buys, entering the descent it sells. */
const BUYS_AT = 45;
const SELLS_AT = 225;
const MARK_WORD_AT = 106;
/** From a text's base line to its middle, px. */
const TEXT_MIDDLE = 4;

const PHASES = [
  { phase: "trough", word: "Trough", x: MIDDLE, y: 223, turn: 0 },
  { phase: "ascent", word: "Ascent", x: 13, y: MIDDLE, turn: -90 },
  { phase: "crest", word: "Crest", x: MIDDLE, y: 17, turn: 0 },
  { phase: "descent", word: "Descent", x: 219, y: MIDDLE, turn: 90 },
] as const satisfies readonly { phase: WheelView["phase"]; word: string; x: number; y: number; turn: number }[];

export interface CycleWheelProps {
  readonly wheel: WheelView;
}

/** In trend mode it is drawn without a trail: nothing is read from it. */
export function CycleWheel({ wheel }: CycleWheelProps) {
  const { angle, position, phase, cycleMode } = wheel;
  const degrees = Math.round(angle) % 360;
  const mode = cycleMode ? "" : "; trend mode, nothing is read from it";
  return (
    <svg
      className={classNames("cycle-wheel", !cycleMode && "idle")}
      viewBox={`0 0 ${WHEEL_SIZE} ${WHEEL_SIZE}`}
      role="img"
      aria-label={`Cycle wheel: ${phase}, position ${position + 1} of 12, ${degrees} degrees${mode}`}
    >
      {POSITIONS.map((one) => (
        <Piece key={one} position={one} shade={TRAIL[positionsSince(one, position)]} />
      ))}
      {PHASES.map(({ phase: own, word, x, y, turn }) => (
        <text
          key={own}
          className={classNames("wheel-phase", own === phase && "now")}
          x={x}
          y={y}
          transform={turn === 0 ? undefined : `rotate(${turn} ${x} ${y}) translate(0 ${TEXT_MIDDLE})`}
        >
          {word}
        </text>
      ))}
      <Mark degrees={BUYS_AT} word="buy" tone="buy" />
      <Mark degrees={SELLS_AT} word="sell" tone="sell" />
      <path className="wheel-hand" d={wheelHand(angle)} />
      <circle className="wheel-hub" cx={MIDDLE} cy={MIDDLE} r="3.5" />
      <text className="wheel-angle" x={MIDDLE} y={degrees > 120 && degrees < 240 ? MIDDLE + 30 : MIDDLE - 18}>
        {degrees}°
      </text>
    </svg>
  );
}

function Piece({ position, shade }: { readonly position: number; readonly shade: number | undefined }) {
  const { x, y } = wheelSeat(position);
  return (
    <>
      <path
        className={shade === undefined ? "wheel-piece" : "wheel-piece left"}
        d={wheelPiece(position)}
        opacity={shade ?? 1}
      />
      <text className={classNames("wheel-number", shade === 1 && "now")} x={x} y={y + TEXT_MIDDLE}>
        {position + 1}
      </text>
    </>
  );
}

interface MarkProps {
  readonly degrees: number;
  readonly word: string;
  readonly tone: "buy" | "sell";
}

function Mark({ degrees, word, tone }: MarkProps) {
  const { x, y } = wheelPoint(degrees, MARK_WORD_AT);
  return (
    <>
      <path className={`wheel-mark ${tone}`} d={wheelMark(degrees)} />
      <text className={`wheel-word ${tone}`} x={x} y={y + TEXT_MIDDLE}>
        {word}
      </text>
    </>
  );
}
