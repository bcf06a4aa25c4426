// What every page needs of who is signed in.

import "./page.js";
import "./form-key.js";
import "./notices.js";
import "./undo.js";
import "./signed-out.js";
import "./search.js";
import "./quick.js";
import "./shortcuts.js";
