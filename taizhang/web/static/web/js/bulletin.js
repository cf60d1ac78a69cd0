// The page of an issue at the desk: the editor, and the order of the articles.
import { startEditor } from "./editor.js";
import { startOrder } from "./order.js";

startEditor(document);
startOrder(document);
// The list comes anew after each save.
document.addEventListener("htmx:afterSwap", (event) => event.target.id === "rail" && startOrder(document));
