import { afterEach, expect, test } from "vitest";
import { Doubted } from "./doubted.tsx";
import { PriceAge } from "./price-age.tsx";
import { drawn, takeDown } from "./testing.tsx";

afterEach(takeDown);

test("a figure in doubt is marked, with the reason for eye and ear; a good one is as it is", () => {
  const { find, box, draw } = drawn(
    <Doubted doubt={{ reason: "The price is more than 15 s old." }} className="num">
      97.5
    </Doubted>,
  );
  const figure = find(".in-doubt");
  expect(figure.title).toBe("The price is more than 15 s old.");
  expect(figure.classList.contains("num")).toBe(true);
  expect(find(".sr").textContent).toContain("more than 15 s old");
  draw(
    <Doubted doubt={null} className="num">
      97.5
    </Doubted>,
  );
  expect(box.textContent).toBe("97.5");
  expect(box.querySelector(".in-doubt")).toBeNull();
});

test("an age is amber once no order may rest on the price", () => {
  const { find, draw } = drawn(<PriceAge ageMs={15_000} />);
  expect(find("span").className).toBe("t3");
  draw(<PriceAge ageMs={15_001} />);
  expect(find("span").className).toBe("late");
  expect(find("span").textContent).toBe("15 s");
});
