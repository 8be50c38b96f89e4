// Which coins do the strategies look at: some that are named, or those that have a target?
import { useState } from "react";
import { Button, IconButton } from "#renderer/components/button.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { type Asset, assetSchema } from "#shared/domain/ids.ts";

/** As many as settings take. */
const MOST = 50;

export interface CoinsFieldProps {
  /** Empty: those that have a target. */
  readonly coins: readonly Asset[];
  readonly targets: readonly Asset[];
  readonly onChange: (coins: Asset[]) => void;
}

export function CoinsField({ coins, targets, onChange }: CoinsFieldProps) {
  const [typed, setTyped] = useState("");
  const [fault, setFault] = useState<string>();
  const add = () => {
    const read = assetSchema.safeParse(typed.trim().toUpperCase());
    const wrong = !read.success
      ? "Expected a coin's code, like BTC."
      : coins.includes(read.data)
        ? `${read.data} is among them already.`
        : coins.length >= MOST
          ? `No more than ${MOST} can be named.`
          : undefined;
    setFault(wrong);
    if (wrong !== undefined || !read.success) return;
    onChange([...coins, read.data]);
    setTyped("");
  };
  return (
    <div className="strategies-coins">
      <span>
        Coins
        <small>
          {coins.length === 0
            ? `those with a target: ${targets.length === 0 ? "none" : targets.join(", ")}`
            : "only these, as far as they are traded against the profile's currency; they are part of its identity"}
        </small>
      </span>
      {coins.length === 0 ? null : (
        <ul className="row strategies-coin-list">
          {coins.map((coin) => (
            <li key={coin} className="chip">
              {coin}
              <IconButton
                icon="close"
                label={`Leave ${coin} out`}
                small
                onClick={() => onChange(coins.filter((other) => other !== coin))}
              />
            </li>
          ))}
        </ul>
      )}
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          label="Coin to look at"
          hideLabel
          placeholder="Coin, like BTC"
          value={typed}
          onChange={setTyped}
          error={fault}
        />
        <Button submit disabled={typed.trim() === ""}>
          Add
        </Button>
      </form>
    </div>
  );
}
