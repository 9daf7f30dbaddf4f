// A list that follows what happens: the page is read again, and its parts are put in
// place of those shown. Without this the page does the same when it is loaded again.

const FRESH_MS = 5000;
const ANSWERED_MS = 10_000;

async function refresh() {
    const answer = await fetch(location.href, {
        signal: AbortSignal.timeout(ANSWERED_MS),
    });
    // A session that has ended leads to the sign-in page.
    if (!answer.ok || answer.redirected) {
        throw new Error(`${answer.status} at ${location.href}`);
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
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

// A module: its names are its own.
export {};
