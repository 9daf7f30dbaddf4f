// Finding people by what somebody types.

export const MOST_RESULTS = 12;

/**
 * Return people whose name or id holds the text; beginnings of a word come first.
 *
 * @param {WallGraph} graph
 * @param {string} text
 * @param {number} [most]
 */
export function find(graph, text, most = MOST_RESULTS) {
    const wanted = plain(text);
    if (!wanted) {
        return [];
    }
    return graph
        .everyone()
        .map((person) => ({ person, rank: rankOf(person, wanted) }))
        .filter(({ rank }) => rank < Infinity)
        .sort(
            (one, other) =>
                one.rank - other.rank ||
                other.person.degree - one.person.degree ||
                one.person.name.localeCompare(other.person.name),
        )
        .slice(0, most)
        .map(({ person }) => person);
}

/**
 * @param {Person} person
 * @param {string} wanted
 */
function rankOf(person, wanted) {
    const name = plain(person.name);
    const id = plain(person.id);
    const ranks = [
        name.startsWith(wanted),
        ` ${name}`.includes(` ${wanted}`),
        id.startsWith(wanted),
        name.includes(wanted),
        id.includes(wanted),
    ];
    const rank = ranks.indexOf(true);
    return rank < 0 ? Infinity : rank;
}

// "Zoë" is found by "zoe".
/** @param {string} text */
function plain(text) {
    return text
        .normalize("NFD")
        .replace(/\p{Diacritic}/gu, "")
        .toLowerCase()
        .trim();
}
