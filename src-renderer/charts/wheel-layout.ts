// Where on the wheel of a cycle stand its twelve positions, its hand and its words? Trough below, crest above, clockwise.

/** Side of the square in which the wheel is drawn, px. */
export const WHEEL_SIZE = 232;
const CENTER = WHEEL_SIZE / 2;
const POSITIONS = 12;
const STEP = 360 / POSITIONS;
/** Half of what a position takes of its 30 degrees: the rest parts it from its neighbours. */
const HALF = 13.75;
const OUTER = 90;
const INNER = 60;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A point `radius` px from the middle. Degrees as on the wheel: 0 is the trough, 90 the ascent at the left, 180 the crest. */
export function wheelPoint(degrees: number, radius: number): Point {
  const turn = (degrees * Math.PI) / 180;
  return { x: CENTER - radius * Math.sin(turn), y: CENTER + radius * Math.cos(turn) };
}

const write = ({ x, y }: Point): string => `${x.toFixed(2)} ${y.toFixed(2)}`;

/** The piece of the ring of one position, 0 to 11. */
export function wheelPiece(position: number): string {
  const middle = position * STEP;
  const [from, to] = [middle - HALF, middle + HALF];
  const outer = `M${write(wheelPoint(from, OUTER))}A${OUTER} ${OUTER} 0 0 1 ${write(wheelPoint(to, OUTER))}`;
  return `${outer}L${write(wheelPoint(to, INNER))}A${INNER} ${INNER} 0 0 0 ${write(wheelPoint(from, INNER))}Z`;
}

/** The middle of a position's piece. */
export function wheelSeat(position: number): Point {
  return wheelPoint(position * STEP, (OUTER + INNER) / 2);
}

/** A line across the ring, a little longer than it is wide. */
export function wheelMark(degrees: number): string {
  return `M${write(wheelPoint(degrees, INNER - 4))}L${write(wheelPoint(degrees, OUTER + 3))}`;
}

/** From the middle to just before the ring. */
export function wheelHand(degrees: number): string {
  return `M${write(wheelPoint(0, 0))}L${write(wheelPoint(degrees, INNER - 7))}`;
}

/** How many positions the wheel has gone since `position` was left; 0 where it stands there now. */
export function positionsSince(position: number, now: number): number {
  return (now - position + POSITIONS) % POSITIONS;
}
