import { startCost } from "./cost.js";
import { startDrop } from "./drop.js";
import { startFields } from "./fields.js";
import { startLeaf } from "./leaf.js";
import { startMarks } from "./marks.js";
import { startPanes } from "./panes.js";
import { startRows } from "./rows.js";
import { startSay } from "./say.js";
import { startTabs } from "./tabs.js";

for (const start of [startTabs, startPanes, startMarks, startLeaf, startFields, startDrop, startRows, startSay, startCost]) {
  start(document);
}
