import assert from "node:assert/strict";
import { test } from "node:test";

import { Completions } from "../../../static/wall/state/completions.js";
import { WallGraph } from "../../../static/wall/state/graph.js";
import { Session } from "../../../static/wall/state/session.js";
import { amira, ben, met, NOON, snapshotOf } from "./cast.mjs";

const GALA = "gala-2026";
const TEAMS = { teams: [{ name: "The pandas", points: 3 }], more: 0 };

const done = (id, at, quest = "new_connections_10") => ({
    id,
    quest,
    at,
    words: "first 10 connections",
});

function watching() {
    const session = new Session(new WallGraph(), {});
    session.subscription();
    session.take(snapshotOf([met(amira, ben, 0)]), NOON);
    return session;
}

const beside = (session, additions, eventId = session.event.id) =>
    session.take({ type: "additions", eventId, additions }, NOON);

test("what was completed before is known, what comes is celebrated once", () => {
    const completions = new Completions();

    assert.deepEqual(completions.take(GALA, [done("amira", 5)]), []);
    const later = [done("chloe", 7), done("ben", 6), done("amira", 5)];
    const told = completions.take(GALA, later).map(({ id }) => id);
    assert.deepEqual(told, ["ben", "chloe"]);
    assert.deepEqual(completions.take(GALA, later), []);
});

test("quest that is completed anew, or comes back as an older one, is not told", () => {
    const completions = new Completions();
    completions.take(GALA, [done("ben", 6)]);
    completions.take(GALA, [done("amira", 7), done("ben", 6)]);

    const anew = completions.take(GALA, [done("amira", 9), done("chloe", 2)]);

    assert.deepEqual(anew, []);
});

test("of two quests of one person both are told", () => {
    const completions = new Completions();
    completions.take(GALA, []);

    const told = completions.take(GALA, [done("amira", 8, "b"), done("amira", 7, "a")]);

    assert.deepEqual(
        told.map(({ quest }) => quest),
        ["a", "b"],
    );
});

test("another event, or being switched off, begins anew", () => {
    const completions = new Completions();
    completions.take(GALA, []);

    assert.deepEqual(completions.take("other-2026", [done("amira", 8)]), []);
    assert.deepEqual(completions.take("other-2026", undefined), []);
    assert.deepEqual(completions.take("other-2026", [done("ben", 9)]), []);
});

test("session takes what is beside its own wall alone", () => {
    const session = watching();

    assert.equal(beside(session, { teams: TEAMS }, "other-2026").besideChanged, undefined);
    assert.deepEqual(session.additions, {});
    assert.equal(beside(session, { teams: TEAMS }).besideChanged, true);
    assert.deepEqual(session.additions, { teams: TEAMS });
});

test("picture that changes leaves what is beside it, an answer takes it away", () => {
    const session = watching();
    beside(session, { teams: TEAMS });

    session.take(snapshotOf([met(amira, ben, 0)]), NOON);
    assert.deepEqual(session.additions, { teams: TEAMS });
    const { epoch } = session;
    session.subscription();
    const change = session.take(
        { type: "missed", eventId: session.event.id, epoch, connections: [] },
        NOON,
    );

    assert.equal(change.besideChanged, true);
    assert.deepEqual(session.additions, {});
});

test("another wall takes away what was beside the one before", () => {
    const session = watching();
    beside(session, { teams: TEAMS });

    const change = session.take(
        snapshotOf([], { eventId: "other-2026", event: { name: "Other" } }),
        NOON,
    );

    assert.equal(change.besideChanged, true);
    assert.deepEqual(session.additions, {});
});
