// People who do not exist, meeting each other: for trying the page out.

const FIRST = ["Ada", "Bao", "Chidi", "Dara", "Elif", "Finn", "Gia", "Hugo", "Ines"];
const LAST = ["Abe", "Bell", "Chen", "Diaz", "Endo", "Fox", "Gill", "Hart", "Ito"];
const MAJORS = ["Finance", "Statistics", "Design", "Computer Science", ""];

const BURST = 8;
const BURST_MS = 350;
const NEWCOMERS = 0.4;

/**
 * Return when the meeting of that number follows the one before it, in ms.
 *
 * @param {number} number
 * @param {number} chance
 */
export function pauseBefore(number, chance) {
    return number < BURST ? BURST_MS : 1500 + chance * 3500;
}

/**
 * Return a made-up connection between somebody new and somebody of the wall.
 *
 * @param {WallGraph} graph
 * @param {number} number
 * @param {{ now: number, chance?: () => number }} circumstances
 */
export function madeUp(graph, number, { now, chance = Math.random }) {
    const known = graph.everyone();
    /** @type {<T>(list: T[]) => T} */
    const pick = (list) => list[Math.floor(chance() * list.length)];
    const isNew = known.length < 2 || chance() < NEWCOMERS;
    const from = isNew ? somebody(number, pick) : pick(known);
    const others = known.filter((person) => person.id !== from.id);
    const to = others.length ? pick(others) : somebody(`${number}b`, pick);
    return {
        type: "connection",
        seq: `sim#${number}#${now}`,
        createdAt: now,
        from: face(from),
        to: face(to),
        simulated: true,
    };
}

/**
 * @param {number | string} number
 * @param {<T>(list: T[]) => T} pick
 */
function somebody(number, pick) {
    const year = String(1 + (Number.parseInt(String(number), 10) % 4));
    const name = `${pick(FIRST)} ${pick(LAST)}`;
    return { id: `sim-${number}`, name, avatar: "", major: pick(MAJORS), year };
}

/** @param {Face} person */
function face({ id, name, avatar, major, year }) {
    return { id, name, avatar, major, year };
}
