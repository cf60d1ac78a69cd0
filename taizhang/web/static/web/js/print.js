// Paper has no folds: what is put away is opened for the print and put away again afterwards.
const FOLDS = "main details:not([open]):not(.pop):not(.ask):not(.chart-data)";

export function startPrint(root) {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...root.querySelectorAll(FOLDS)];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
    opened = [];
  });
}
