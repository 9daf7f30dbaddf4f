// Questions about a graph: groups, ways between people, ranks and figures.

/** @type {Medal[]} */
const MEDALS = ["gold", "silver", "bronze"];

export const BUCKETS = 20;
export const BUCKET_MS = 30_000;

/**
 * Return the connected groups as lists of ids, the largest first.
 *
 * @param {WallGraph} graph
 */
export function groups(graph) {
    const seen = new Set();
    const found = [];
    for (const id of graph.people.keys()) {
        if (!seen.has(id)) {
            found.push(reachedFrom(graph, id, seen));
        }
    }
    return found.sort((one, other) => other.length - one.length);
}

/**
 * @param {WallGraph} graph
 * @param {string} start
 * @param {Set<string>} seen
 */
function reachedFrom(graph, start, seen) {
    const reached = [start];
    seen.add(start);
    for (let next = 0; next < reached.length; next += 1) {
        for (const id of graph.neighbours(reached[next]).keys()) {
            if (!seen.has(id)) {
                seen.add(id);
                reached.push(id);
            }
        }
    }
    return reached;
}

/**
 * Return the ids on a shortest way between two people, or null without one.
 *
 * @param {WallGraph} graph
 * @param {string} from
 * @param {string} to
 */
export function shortestPath(graph, from, to) {
    /** @type {Map<string, string | null>} */
    const cameFrom = new Map([[from, null]]);
    const queue = [from];
    for (let next = 0; next < queue.length && !cameFrom.has(to); next += 1) {
        for (const id of graph.neighbours(queue[next]).keys()) {
            if (!cameFrom.has(id)) {
                cameFrom.set(id, queue[next]);
                queue.push(id);
            }
        }
    }
    if (!graph.people.has(from) || !cameFrom.has(to)) {
        return null;
    }
    const path = [];
    /** @type {string | null} */
    let id = to;
    while (id !== null) {
        path.unshift(id);
        id = cameFrom.get(id) ?? null;
    }
    return path;
}

/**
 * Return who met the most people, at most so many.
 *
 * Of two with the same number the one who got there first leads. The first three
 * carry a medal.
 *
 * @param {WallGraph} graph
 * @param {number} count
 */
export function leaders(graph, count) {
    return graph
        .everyone()
        .filter((person) => person.degree > 0)
        .sort(byDegree)
        .slice(0, count)
        .map((person, index) => ({
            person,
            place: index + 1,
            medal: MEDALS[index] ?? null,
        }));
}

/**
 * @param {Person} one
 * @param {Person} other
 */
function byDegree(one, other) {
    return (
        other.degree - one.degree ||
        one.lastAt - other.lastAt ||
        one.name.localeCompare(other.name)
    );
}

/**
 * Return what the wall amounts to at a moment, with its last ten minutes in steps.
 *
 * @param {WallGraph} graph
 * @param {number} now
 */
export function figures(graph, now) {
    const people = graph.people.size;
    const connections = graph.links.size;
    const possible = (people * (people - 1)) / 2;
    const sizes = groups(graph).map((group) => group.length);
    return {
        people,
        connections,
        density: possible ? connections / possible : 0,
        averageDegree: people ? (2 * connections) / people : 0,
        isolated: graph.everyone().filter((person) => person.degree === 0).length,
        groups: sizes.length,
        largestGroup: sizes[0] ?? 0,
        activity: activity(graph, now),
    };
}

/**
 * Return how many connections each of the last half minutes saw, the oldest first.
 *
 * @param {WallGraph} graph
 * @param {number} now
 */
export function activity(graph, now) {
    const counts = new Array(BUCKETS).fill(0);
    for (const { createdAt } of graph.entries.values()) {
        const age = Math.max(0, now - createdAt);
        const bucket = BUCKETS - 1 - Math.floor(age / BUCKET_MS);
        if (bucket >= 0) {
            counts[bucket] += 1;
        }
    }
    return counts;
}
