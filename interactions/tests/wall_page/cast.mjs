// People and connections for the tests of the wall's own modules.

const FACES = { avatar: "", major: "", year: "" };

export const amira = { id: "amira", name: "Amira Kay", ...FACES };
export const ben = { id: "ben", name: "Ben Ito", ...FACES };
export const chloe = { id: "chloe", name: "Chloë Roy", ...FACES };
export const dana = { id: "dana", name: "Dana Fox", ...FACES };
export const eli = { id: "eli", name: "Eli Benson", ...FACES };

export const NOON = 1_795_176_000_000;

/** Return the sequence of a connection so many ms after noon. */
export function sequence(after, end = "0000000000000000") {
    return `ts#${NOON + after}#${end}`;
}

/** Return a connection frame so many ms after noon. */
export function met(from, to, after = 0, seq = sequence(after)) {
    return { type: "connection", createdAt: NOON + after, from, to, seq };
}

/** Return the snapshot of a log that holds these connections. */
export function snapshotOf(connections, facts = {}) {
    const people = connections.flatMap(({ from, to }) => [from, to]);
    return {
        type: "snapshot",
        eventId: "blueprint-2026",
        event: { id: "blueprint-2026", name: "Blueprint" },
        seq:
            connections
                .map(({ seq }) => seq)
                .sort()
                .at(-1) ?? "",
        epoch: 1,
        nodes: [...new Map(people.map((face) => [face.id, face])).values()],
        links: connections.map(({ from, to, createdAt, seq }) => ({
            source: from.id,
            target: to.id,
            createdAt,
            seq,
        })),
        paused: false,
        message: "",
        replay: null,
        ...facts,
    };
}
