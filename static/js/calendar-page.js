// What the calendar's pages need: of every view, because a script puts one in the place of another.

import "./app.js";
import "./week.js";
import "./calendar.js";
import "./grid-drag.js";
import "./grid-keys.js";
import "./grid-cut.js";
import "./grid-menu.js";
import "./live.js";
