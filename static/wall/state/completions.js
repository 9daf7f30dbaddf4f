// Which completed quests a screen has not celebrated yet.

/** Notices who completed a quest since the screen began to watch, each once. */
export class Completions {
    #event = "";
    #since = 0;
    /** @type {Set<string>} */
    #known = new Set();

    /**
     * Take the latest of an event, or nothing while they are switched off; return what
     * is to be celebrated, the oldest first. What was there at first is known.
     *
     * @param {string} event
     * @param {Completion[] | undefined} latest
     */
    take(event, latest) {
        if (!latest) {
            this.#event = "";
            return [];
        }
        if (event !== this.#event) {
            this.#event = event;
            this.#since = Math.max(0, ...latest.map(({ at }) => at));
            this.#known = new Set(latest.map(keyOf));
        }
        // When somebody hides, older ones come back into the list of the latest.
        const fresh = latest.filter(
            (one) => one.at >= this.#since && !this.#known.has(keyOf(one)),
        );
        for (const one of fresh) {
            this.#known.add(keyOf(one));
        }
        return fresh.reverse();
    }
}

/** @param {Completion} completion */
function keyOf({ id, quest }) {
    return `${quest} ${id}`;
}
