// A hall of made-up people, drawn by the wall's scene or by force-graph as it comes.

import { paletteOf } from "/static/wall/drawing/palette.js";
import { Scene } from "/static/wall/drawing/scene.js";
import { WallGraph } from "/static/wall/state/graph.js";

const TAP_EVERY_MS = 500;
const HOUR_MS = 60 * 60_000;
const now = Date.now();
const given = new URLSearchParams(location.search);
const [people, links] = ["people", "links"].map((name) => Number(given.get(name)));
const element = document.getElementById("picture");

// The same hall for both, and in every run.
let seed = 42;
function chance() {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

function face(number) {
    const id = `person${number}`;
    return { id, name: `Person Number${number}`, avatar: "", major: "", year: "" };
}

function meeting(number) {
    const from = Math.floor(people * chance() ** 1.6);
    const near = Math.floor(from / 12) * 12 + Math.floor(12 * chance());
    const to = chance() < 0.7 ? near : Math.floor(people * chance());
    return {
        from: face(from),
        to: face(Math.min(people - 1, to === from ? from + 1 : to)),
        createdAt: now - Math.floor(HOUR_MS * chance()),
        seq: `ts#${now + number}`,
    };
}

const wall = new WallGraph();
const everybody = Array.from({ length: people }, (_, number) => face(number));
wall.replaceWith({ nodes: everybody, links: [] });
let number = 0;
while (wall.links.size < links) {
    number += 1;
    wall.add(meeting(number));
}

const drawers = {
    ours() {
        const scene = new Scene(element, {
            ForceGraph,
            palette: paletteOf(document.documentElement),
            onChoose: () => {},
            insets: () => ({ left: 40, right: 40, top: 40, bottom: 40 }),
            isKiosk: false,
        });
        scene.show(wall);
        return (connection) => scene.welcome(connection);
    },
    "force-graph": () => {
        const graph = new ForceGraph(element).autoPauseRedraw(false);
        const draw = () => {
            graph.graphData({ nodes: wall.everyone(), links: [...wall.links.values()] });
        };
        draw();
        return draw;
    },
};

const draw = drawers[given.get("drawer")]();
setInterval(() => {
    number += 1;
    const connection = { ...meeting(number), createdAt: Date.now() };
    if (wall.add(connection)) {
        draw(connection);
    }
}, TAP_EVERY_MS);

/** Count the frames of the next seconds; also how long the slow ones took. */
globalThis.measure = (seconds) =>
    new Promise((resolve) => {
        const lengths = [];
        const begun = performance.now();
        let last = begun;
        const frame = () => {
            const at = performance.now();
            lengths.push(at - last);
            last = at;
            if (at - begun < seconds * 1000) {
                requestAnimationFrame(frame);
                return;
            }
            lengths.sort((one, other) => one - other);
            resolve({
                perSecond: lengths.length / ((at - begun) / 1000),
                slow: lengths[Math.floor(lengths.length * 0.95)],
            });
        };
        requestAnimationFrame(frame);
    });
