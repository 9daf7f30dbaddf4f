// Round numbers that a wall celebrates.

export const MILESTONES = [
    10, 25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1000,
];

/** Notices when the number of people or of connections passes a milestone. */
export class Milestones {
    #people = 0;
    #connections = 0;

    /**
     * Take these numbers as known; nothing is celebrated.
     *
     * @param {Totals} totals
     */
    startAt({ people, connections }) {
        this.#people = people;
        this.#connections = connections;
    }

    /**
     * Return what was passed since: at most the highest number of each kind.
     *
     * @param {Totals} totals
     */
    pass({ people, connections }) {
        /** @type {Milestone[]} */
        const passed = [
            { kind: "people", number: highest(this.#people, people) },
            { kind: "connections", number: highest(this.#connections, connections) },
        ];
        this.startAt({ people, connections });
        return passed.filter(({ number }) => number > 0);
    }
}

/**
 * @param {number} before
 * @param {number} after
 */
function highest(before, after) {
    return MILESTONES.filter((mark) => before < mark && mark <= after).at(-1) ?? 0;
}
