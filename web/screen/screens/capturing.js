// The screen is the light by which the picture is taken.

import { h } from "../dom.js";
import { t } from "../words.js";

export default () => ({ element: h("section", { class: "flash" }, h("h1", {}, t("screen.smile"))), sound: "shutter" });
