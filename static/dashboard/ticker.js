// A list that follows what happens: the page is read again, and its parts are put in
// place of those shown. Without this the page does the same when it is loaded again.

import { read } from "./reading.js";

const FRESH_MS = 5000;

async function refresh() {
    const fresh = await read(location.href);
    for (const shown of document.querySelectorAll("[data-part]")) {
        const name = shown.getAttribute("data-part");
        const part = fresh.querySelector(`[data-part="${name}"]`);
        if (part && part.innerHTML !== shown.innerHTML) {
            shown.replaceChildren(...part.childNodes);
        }
    }
}

async function keepFresh() {
    if (!document.hidden) {
        const away = /** @type {HTMLElement} */ (document.querySelector("[data-away]"));
        try {
            await refresh();
            away.hidden = true;
        } catch {
            away.hidden = false;
        }
    }
    setTimeout(keepFresh, FRESH_MS);
}

setTimeout(keepFresh, FRESH_MS);
