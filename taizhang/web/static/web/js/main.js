import { startChoices } from "./choices.js";
import { startCount } from "./count.js";
import { startBegin } from "./begin.js";
import { startCopy } from "./copy.js";
import { startCost } from "./cost.js";
import { startDrop } from "./drop.js";
import { startKeeping } from "./keeping/forms.js";
import { startLeaf } from "./leaf.js";
import { startLimits } from "./limits.js";
import { startMarks } from "./marks.js";
import { startNarrow } from "./narrow.js";
import { startOnce } from "./once.js";
import { startPanes } from "./panes.js";
import { startPictures } from "./pictures.js";
import { startPrint } from "./print.js";
import { startRefused } from "./refused.js";
import { startRemarks } from "./remarks.js";
import { startRows } from "./rows.js";
import { startSay } from "./say.js";
import { startSecurityKey } from "./security-key.js";
import { startTake } from "./take.js";
import { startTables } from "./tables.js";
import { startTabs } from "./tabs.js";

const STARTS = [
  startOnce,
  startTabs,
  startTables,
  startPanes,
  startPictures,
  startMarks,
  startLeaf,
  startKeeping,
  startLimits,
  startNarrow,
  startTake,
  startDrop,
  startPrint,
  startRefused,
  startRemarks,
  startRows,
  startSay,
  startSecurityKey,
  startBegin,
  startCopy,
  startCost,
  startCount,
  startChoices,
];
for (const start of STARTS) start(document);
