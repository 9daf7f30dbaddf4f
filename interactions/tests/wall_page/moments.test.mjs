import assert from "node:assert/strict";
import { test } from "node:test";

import { waitBefore } from "../../../static/wall/state/backoff.js";
import { WallGraph } from "../../../static/wall/state/graph.js";
import { Milestones } from "../../../static/wall/state/milestones.js";
import { optionsOf } from "../../../static/wall/state/options.js";
import { madeUp, pauseBefore } from "../../../static/wall/state/simulation.js";
import { Streaks } from "../../../static/wall/state/streaks.js";
import { TimeLapse } from "../../../static/wall/state/time_lapse.js";
import { about, ago, count, initials } from "../../../static/wall/state/words.js";
import { amira, ben, chloe, dana, met, NOON } from "./cast.mjs";

const step = (from, to, after) => ({ from, to, createdAt: NOON + after });

test("streak is told at the third connection in two minutes, once", () => {
    const streaks = new Streaks();

    assert.deepEqual(streaks.note(step("amira", "ben", 0)), []);
    assert.deepEqual(streaks.note(step("chloe", "amira", 60_000)), []);
    assert.deepEqual(streaks.note(step("amira", "dana", 119_000)), ["amira"]);
    assert.deepEqual(streaks.note(step("amira", "eli", 119_500)), []);
});

test("three connections in more than two minutes are no streak", () => {
    const streaks = new Streaks();
    streaks.note(step("amira", "ben", 0));
    streaks.note(step("amira", "chloe", 70_000));

    assert.deepEqual(streaks.note(step("amira", "dana", 121_000)), []);
});

test("milestone is passed once, the highest of several alone", () => {
    const milestones = new Milestones();
    milestones.startAt({ people: 9, connections: 20 });

    const passed = milestones.pass({ people: 10, connections: 80 });

    assert.deepEqual(passed, [
        { kind: "people", number: 10 },
        { kind: "connections", number: 75 },
    ]);
    assert.deepEqual(milestones.pass({ people: 10, connections: 80 }), []);
});

test("wall that starts above a milestone does not celebrate it", () => {
    const milestones = new Milestones();
    milestones.startAt({ people: 60, connections: 60 });

    assert.deepEqual(milestones.pass({ people: 61, connections: 61 }), []);
});

test("address switches what it names and leaves the rest open", () => {
    const { kiosk, autopan, ticker, heat, theme, event } = optionsOf(
        "?kiosk=1&ticker=0&heat=2&theme=contrast&event=blueprint;2026",
    );

    assert.deepEqual(
        [kiosk, autopan, ticker, heat, theme, event],
        [true, undefined, false, undefined, "contrast", "blueprint;2026"],
    );
    assert.equal(optionsOf("?theme=pink").theme, undefined);
    assert.equal(optionsOf("?kiosk=constructor").kiosk, false);
});

test("wait grows from a second and a half to fifteen at most", () => {
    assert.equal(waitBefore(0, 0.9), 1500);
    assert.equal(waitBefore(1, 0), 2400);
    assert.equal(waitBefore(20, 0), 15_000);
    assert.equal(waitBefore(20, 1), 7500);
});

test("simulation bursts first and calms down", () => {
    assert.equal(pauseBefore(7, 1), 350);
    assert.equal(pauseBefore(8, 0), 1500);
    assert.equal(pauseBefore(8, 1), 5000);
});

test("made-up people never meet themselves", () => {
    const graph = new WallGraph();

    for (let number = 0; number < 200; number += 1) {
        const connection = madeUp(graph, number, { now: NOON + number });
        assert.notEqual(connection.from.id, connection.to.id);
        assert.match(connection.from.id, /^sim-/u);
        assert.notEqual(graph.add(connection), null);
    }
    assert.equal(graph.newest, "");
});

test("time lapse plays the evening in order and in its own time", () => {
    const graph = new WallGraph();
    graph.add(met(amira, dana, 100));
    graph.add(met(amira, ben, 0));
    graph.add(met(amira, chloe, 50));
    const lapse = new TimeLapse(graph, { at: NOON, ms: 1000 });
    const played = (now) => lapse.playUntil(now).map(({ to }) => to.id);

    assert.deepEqual(played(NOON), ["ben"]);
    assert.deepEqual(played(NOON + 499), []);
    assert.deepEqual(played(NOON + 500), ["chloe"]);
    assert.equal(lapse.isOver(NOON + 999), false);
    assert.deepEqual(played(NOON + 1000), ["dana"]);
    assert.equal(lapse.isOver(NOON + 1000), true);
    assert.equal(lapse.graph.links.size, 3);
});

test("time lapse of an empty wall is over at once", () => {
    const lapse = new TimeLapse(new WallGraph(), { at: NOON, ms: 1000 });

    assert.equal(lapse.isOver(NOON), true);
});

test("numbers, ages and people are said in words", () => {
    assert.equal(count(1, "person", "people"), "1 person");
    assert.equal(count(1200, "person", "people"), "1,200 people");
    assert.deepEqual([0, 42_000, 180_000, 7_200_000, 90_000_000].map(ago), [
        "now",
        "42 s",
        "3 min",
        "2 h",
        "1 d",
    ]);
    assert.equal(initials("Amira van der Kay"), "AK");
    assert.equal(initials("zoë"), "Z");
    assert.equal(about({ major: "Statistics", year: "3" }), "Statistics, Year 3");
    assert.equal(about({ major: "", year: "5+ Year" }), "5+ Year");
});
