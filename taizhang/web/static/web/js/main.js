import { startCount } from "./count.js";
import { startCost } from "./cost.js";
import { startDrop } from "./drop.js";
import { startFields } from "./fields.js";
import { startLeaf } from "./leaf.js";
import { startMarks } from "./marks.js";
import { startPanes } from "./panes.js";
import { startRows } from "./rows.js";
import { startSay } from "./say.js";
import { startSending } from "./sending.js";
import { startTabs } from "./tabs.js";

const STARTS = [
  startTabs, startPanes, startMarks, startLeaf, startFields, startDrop, startRows, startSay, startSending, startCost, startCount,
];
for (const start of STARTS) start(document);
