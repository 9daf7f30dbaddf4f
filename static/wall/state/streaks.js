// Who is meeting people fast.

export const STREAK_LENGTH = 3;
export const STREAK_MS = 2 * 60_000;

/** Notices people with three connections in two minutes, once each time. */
export class Streaks {
    /** @type {Map<string, number[]>} */
    #met = new Map();
    /** @type {Map<string, number>} */
    #told = new Map();

    /**
     * Note a connection; return the ids of those whose streak it completes.
     *
     * @param {{ from: string, to: string, createdAt: number }} entry
     */
    note({ from, to, createdAt }) {
        return [from, to].filter((id) => this.#completes(id, createdAt));
    }

    /**
     * @param {string} id
     * @param {number} createdAt
     */
    #completes(id, createdAt) {
        const since = createdAt - STREAK_MS;
        const times = (this.#met.get(id) ?? []).filter((at) => at >= since);
        times.push(createdAt);
        this.#met.set(id, times);
        const told = this.#told.get(id) ?? -Infinity;
        if (times.length < STREAK_LENGTH || told >= since) {
            return false;
        }
        this.#told.set(id, createdAt);
        return true;
    }
}
