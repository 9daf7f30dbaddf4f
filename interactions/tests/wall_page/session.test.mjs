import assert from "node:assert/strict";
import { test } from "node:test";

import { WallGraph } from "../../../static/wall/state/graph.js";
import { Session } from "../../../static/wall/state/session.js";
import { amira, ben, chloe, dana, met, NOON, sequence, snapshotOf } from "./cast.mjs";

function watching(connections, facts = {}, options = {}) {
    const graph = new WallGraph();
    const session = new Session(graph, options);
    session.take(snapshotOf(connections, facts), NOON);
    return { graph, session };
}

const beat = (seq, epoch = 1) => ({ type: "heartbeat", seq, epoch, at: NOON });

test("first subscription asks for everything", () => {
    const session = new Session(new WallGraph(), { screen: "kiosk" });

    assert.deepEqual(session.subscription(), {
        action: "subscribe",
        eventId: "DEFAULT",
        screen: "kiosk",
    });
});

test("later subscription names the newest entry and those of the minute before", () => {
    const { session } = watching([
        met(amira, ben, 0),
        met(amira, chloe, 50_000),
        met(amira, dana, 100_000),
    ]);

    assert.deepEqual(session.subscription(), {
        action: "subscribe",
        eventId: "DEFAULT",
        screen: "page",
        since: sequence(100_000),
        seen: [sequence(50_000), sequence(100_000)],
        epoch: 1,
    });
});

test("subscription of a busy minute stays below four kilobytes", () => {
    const many = Array.from({ length: 500 }, (_, number) =>
        met(amira, { ...ben, id: `ben${number}` }, number),
    );
    const { session } = watching(many, {}, { event: "blueprint-2026" });

    const text = JSON.stringify(session.subscription());

    assert.ok(text.length < 4096, `${text.length} bytes`);
});

test("missed connections are added once", () => {
    const { graph, session } = watching([met(amira, ben, 0)]);
    const missed = {
        type: "missed",
        eventId: "blueprint-2026",
        seq: sequence(9),
        epoch: 1,
        connections: [met(amira, ben, 0), met(amira, chloe, 9)],
    };

    const change = session.take(missed, NOON);

    assert.deepEqual(change.added, [met(amira, chloe, 9)]);
    assert.equal(change.isLate, true);
    assert.equal(graph.entries.size, 2);
});

test("connections of one frame are added in its order, known ones not again", () => {
    const { graph, session } = watching([met(amira, ben, 0)]);
    const connections = [met(amira, ben, 0), met(amira, dana, 9), met(ben, chloe, 8)];

    const change = session.take({ type: "connections", connections }, NOON);

    assert.deepEqual(change.added, [met(amira, dana, 9), met(ben, chloe, 8)]);
    assert.equal(graph.newest, sequence(9));
    assert.equal(graph.entries.size, 3);
});

test("snapshot says how many older connections it leaves out", () => {
    const { session } = watching([met(amira, ben, 0)], { older: 120 });
    assert.equal(session.older, 120);

    session.take(snapshotOf([met(amira, ben, 0)]), NOON);

    assert.equal(session.older, 0);
});

test("heartbeat with a newer entry asks to subscribe", () => {
    const { session } = watching([met(amira, ben, 0)]);

    assert.deepEqual(session.take(beat(sequence(0)), NOON), { added: [] });
    assert.equal(session.take(beat(sequence(1)), NOON).mustSubscribe, true);
    assert.equal(session.take(beat(sequence(0), 2), NOON).mustSubscribe, true);
});

test("connections of the event before are dropped after a switch", () => {
    const { graph, session } = watching([met(amira, ben, 0)]);

    session.switchTo("kickstart-2025");
    const single = session.take(met(amira, chloe, 1), NOON);
    const connections = [met(amira, chloe, 1), met(amira, dana, 2)];
    const several = session.take({ type: "connections", connections }, NOON);

    assert.deepEqual([...single.added, ...several.added], []);
    assert.equal(graph.entries.size, 1);
    assert.deepEqual(session.subscription(), {
        action: "subscribe",
        eventId: "kickstart-2025",
        screen: "page",
    });
});

test("state is taken over with its epoch", () => {
    const { session } = watching([met(amira, ben, 0)]);
    const state = {
        type: "state",
        eventId: "blueprint-2026",
        epoch: 7,
        paused: true,
        message: "Pizza is here",
        current: "blueprint-2026",
        replay: { at: NOON, ms: 60_000 },
    };

    const change = session.take(state, NOON);

    assert.deepEqual(change, { added: [], stateChanged: true });
    assert.equal(session.paused, true);
    assert.equal(session.message, "Pizza is here");
    assert.deepEqual(session.replay, { at: NOON, ms: 60_000 });
    assert.equal(session.subscription().epoch, 7);
});

test("screen that was away while another event came on asks for all of it", () => {
    const { graph, session } = watching([met(amira, ben, 0)]);
    const missed = {
        type: "missed",
        eventId: "kickstart-2026",
        seq: sequence(9),
        epoch: 1,
        connections: [met(amira, chloe, 9)],
    };

    const change = session.take(missed, NOON);

    assert.deepEqual(change, { added: [], mustSubscribe: true });
    assert.equal(graph.entries.size, 1);
    assert.deepEqual(session.subscription(), {
        action: "subscribe",
        eventId: "DEFAULT",
        screen: "page",
    });
});

test("snapshot of another event is that event's from then on", () => {
    const { session } = watching([met(amira, ben, 0)]);
    const other = { eventId: "kickstart-2026", event: { id: "", name: "Kickstart" } };

    session.take(snapshotOf([met(amira, chloe, 9)], other), NOON);

    assert.deepEqual(session.event, { id: "kickstart-2026", name: "Kickstart" });
});

test("state of another event changes nothing", () => {
    const { session } = watching([met(amira, ben, 0)]);
    const state = { type: "state", eventId: "kickstart-2026", epoch: 9, paused: true };

    assert.deepEqual(session.take(state, NOON), { added: [] });
    assert.equal(session.paused, false);
});

test("refusal is handed on with its sentence", () => {
    const session = new Session(new WallGraph(), { event: "nothing-2026" });
    const error = { type: "error", code: "unknown_event", message: "There is none." };

    assert.deepEqual(session.take(error, NOON), {
        added: [],
        refusal: { code: "unknown_event", message: "There is none." },
    });
});

test("frame of an unknown kind changes nothing", () => {
    const { graph, session } = watching([met(amira, ben, 0)]);

    assert.deepEqual(session.take({ type: "weather" }, NOON), { added: [] });
    assert.equal(graph.entries.size, 1);
});
