// The console of the live wall: keeps its figures fresh, and finds people while one
// types. Without it the page does the same when it is loaded again.

import { read } from "./reading.js";

const FRESH_MS = 5000;
const TYPED_MS = 250;

const page = part(document, "[data-fresh]");
const search = /** @type {HTMLInputElement} */ (part(document, "[data-finds]"));
const stale = part(page, "[data-stale]");
const away = part(page, "[data-away]");

/**
 * Return the part of the page that a selector finds; the template has it.
 *
 * @param {ParentNode} parent
 * @param {string} selector
 */
function part(parent, selector) {
    return /** @type {HTMLElement} */ (parent.querySelector(selector));
}

/**
 * @param {string | null} name
 * @param {Element} fresh
 */
function put(name, fresh) {
    const shown = part(page, `[data-part="${name}"]`);
    if (shown.innerHTML !== fresh.innerHTML) {
        shown.replaceChildren(...fresh.childNodes);
    }
}

async function refresh() {
    try {
        const fresh = await read(page.dataset.fresh ?? "");
        for (const piece of fresh.querySelectorAll("[data-part]")) {
            put(piece.getAttribute("data-part"), piece);
        }
        const { epoch } = part(fresh, "[data-epoch]").dataset;
        stale.hidden = epoch === page.dataset.epoch;
        away.hidden = true;
    } catch {
        away.hidden = false;
    }
}

/** Go to what was refused; the theme shows nothing before it has looked at the page. */
function showRefused() {
    /** @type {HTMLElement | null} */
    const refused = page.querySelector('[aria-invalid="true"]');
    if (document.documentElement.hasAttribute("x-cloak")) {
        document.addEventListener("alpine:initialized", () => {
            setTimeout(() => refused?.focus());
        });
    } else {
        refused?.focus();
    }
}

showRefused();

let waiting = 0;

async function keepFresh() {
    clearTimeout(waiting);
    if (!document.hidden) {
        await refresh();
        clearTimeout(waiting);
        waiting = setTimeout(keepFresh, FRESH_MS);
    }
}

document.addEventListener("visibilitychange", keepFresh);
waiting = setTimeout(keepFresh, FRESH_MS);

let typed = 0;

search.addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(async () => {
        const asked = search.value;
        const form = new FormData(search.form ?? undefined);
        const query = new URLSearchParams(/** @type {any} */ (form));
        try {
            const found = await read(`${search.dataset.finds}?${query}`);
            if (asked === search.value) {
                put("people", found.body);
            }
        } catch {
            // The button beside it still searches.
        }
    }, TYPED_MS);
});
