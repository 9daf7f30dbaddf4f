// The page: takes frames in, keeps the graph equal to the log, and tells its parts.

import { Announcer, totalsOf } from "./announcer.js";
import { paletteOf } from "./drawing/palette.js";
import { Scene } from "./drawing/scene.js";
import { insets } from "./insets.js";
import { Line } from "./line.js";
import { Board } from "./panels/board.js";
import { Drawer } from "./panels/drawer.js";
import { byId, make } from "./panels/elements.js";
import { Feed } from "./panels/feed.js";
import { showFigures } from "./panels/figures.js";
import { Finder } from "./panels/finder.js";
import { Header } from "./panels/header.js";
import { listenForKeys } from "./panels/keys.js";
import { showEveryone } from "./panels/list.js";
import { PersonPanel } from "./panels/person.js";
import { Settings } from "./panels/settings.js";
import { showTeams } from "./panels/teams.js";
import { Ticker } from "./panels/ticker.js";
import { Replay } from "./replay.js";
import { Completions } from "./state/completions.js";
import { WallGraph } from "./state/graph.js";
import { optionsOf } from "./state/options.js";
import { DEFAULT_EVENT, Session } from "./state/session.js";
import { madeUp, pauseBefore } from "./state/simulation.js";

const SUMMARY_EVERY_MS = 250;
const PANEL_EVERY_MS = 3000;
const NOBODY = "Nobody has met yet. The first two to tap a card appear here.";

/** @type {{ socket: string, simulation: boolean, events: ShownEvent[] }} */
const facts = JSON.parse(byId("facts").textContent ?? "");
const { kiosk, event, ...switches } = optionsOf(location.search);
const root = document.documentElement;

const wall = new WallGraph();
const session = new Session(wall, { event, screen: kiosk ? "kiosk" : "page" });
const serverNow = () => Date.now() + session.serverAhead;
const today = () => (replay.graph ? replay.momentAt(serverNow()) : serverNow());
const shown = () => replay.graph ?? wall;

const header = new Header();
const replay = new Replay({
    onStart: (graph) => showGraph(graph),
    onStep: (added, moment) => {
        header.showLapse(moment);
        takeConnections(shown(), added);
    },
    onEnd: () => {
        header.showLapse(null);
        showGraph(wall);
    },
});
const scene = new Scene(byId("picture"), {
    ForceGraph: globalThis.ForceGraph,
    palette: paletteOf(root),
    onChoose: (person) => (person ? choose(person, { isNear: true }) : leave()),
    insets,
    isKiosk: kiosk,
});
scene.look.today = today;
const announcer = new Announcer({ scene, ticker: new Ticker(today), feed: new Feed() });
const completions = new Completions();
const board = new Board((person) => choose(person));
const personPanel = new PersonPanel({
    graph: shown,
    today,
    onChoose: (person) => choose(person),
    onWay: (way) => scene.choose({ id: scene.look.chosen, way }),
});
const drawer = new Drawer({
    onOpen: (name) => {
        byId("tools").classList.remove("finding");
        if (name !== "person") {
            scene.choose();
        }
        refreshPanel(name);
        scene.camera.keepUp();
    },
    onClose: () => {
        scene.choose();
        scene.camera.keepUp();
    },
});
const finder = new Finder(byId("search"), byId("search-results"), {
    graph: shown,
    onChoose: (person) => {
        byId("tools").classList.remove("finding");
        choose(person);
    },
});
const line = new Line(addressOf(facts.socket), {
    greeting: () => session.subscription(),
    onFrame: take,
    onState: (state) => header.showLine(state),
});
let simulating = 0;
let summaryTimer = 0;

document.body.classList.toggle("kiosk", kiosk);
const settings = new Settings({ fromAddress: switches, onChange: set });
offerEvents();
byId("simulation").hidden = !facts.simulation;
byId("fit").addEventListener("click", () => scene.camera.showAll());
byId("find").addEventListener("click", search);
// On a phone the boards are as high as the names in them.
new ResizeObserver(() => scene.camera.keepUp()).observe(byId("boards"));
setInterval(() => refreshPanel(drawer.current), PANEL_EVERY_MS);
listenForKeys(
    {
        l: () => settings.toggle("leaderboard"),
        t: () => settings.toggle("ticker"),
        a: () => settings.toggle("autopan"),
        h: () => settings.toggle("heat"),
        s: search,
        "?": () => drawer.toggle("help"),
        Escape: leave,
    },
    () => settings.values.shortcuts && !kiosk,
);
showGraph(wall);
line.open();

/** @param {string} path */
function addressOf(path) {
    const address = new URL(path, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    return address.href;
}

/** @param {{ type: string }} frame */
function take(frame) {
    const change = session.take(frame, Date.now());
    if (change.refusal) {
        refused(change.refusal);
        return;
    }
    if (change.mustSubscribe) {
        line.say(session.subscription());
    }
    if (session.isKnown) {
        line.settle();
    }
    if (change.stateChanged) {
        header.showState(session);
        header.showEvent(session.event);
        header.showOlder(session.older);
    }
    if (change.replaced && !replay.graph) {
        showGraph(wall);
    }
    if (change.added.length && !replay.graph) {
        takeConnections(wall, change.added, change);
    }
    if (change.besideChanged) {
        showBeside();
    }
    if (change.stateChanged || change.replaced) {
        const { replay: asked } = session;
        replay.follow(wall, asked, { now: serverNow, isOther: change.replaced });
    }
}

function showBeside() {
    const { milestones, teams } = session.additions;
    const completed = completions.take(session.event.id, milestones);
    if (!replay.graph) {
        announcer.celebrate(wall, completed);
    }
    showTeams(teams);
}

/** @param {{ code: string, message: string }} refusal */
function refused({ code, message }) {
    if (code === "unavailable") {
        line.retry();
    } else if (code === "unknown_event") {
        wall.replaceWith({ nodes: [], links: [] });
        showGraph(wall);
        byId("empty").textContent = message;
        byId("empty").hidden = false;
    }
}

/** @param {WallGraph} graph */
function showGraph(graph) {
    announcer.startFrom(graph);
    scene.show(graph);
    if (scene.look.chosen && !graph.people.has(scene.look.chosen)) {
        drawer.close();
    }
    summarise();
}

/**
 * @param {WallGraph} graph
 * @param {Connection[]} added
 * @param {{ isLate?: boolean }} [circumstances]
 */
function takeConnections(graph, added, { isLate = false } = {}) {
    if (added.length) {
        announcer.tell(graph, added, { isLate });
        scene.refresh();
        summaryTimer ||= setTimeout(summarise, SUMMARY_EVERY_MS);
    }
}

function summarise() {
    clearTimeout(summaryTimer);
    summaryTimer = 0;
    const graph = shown();
    header.showTotals(totalsOf(graph));
    board.show(graph);
    byId("empty").textContent = NOBODY;
    byId("empty").hidden = graph.people.size > 0 || !session.isKnown;
    byId("board").hidden = !settings.values.leaderboard || graph.people.size === 0;
}

/**
 * @param {Person} person
 * @param {{ isNear?: boolean }} [circumstances]
 */
function choose(person, { isNear = false } = {}) {
    personPanel.show(person.id);
    scene.choose({ id: person.id });
    drawer.open("person");
    if (!isNear) {
        scene.camera.lookAt(shown().people.get(person.id));
    }
}

function leave() {
    byId("tools").classList.remove("finding");
    finder.close();
    if (!drawer.close()) {
        /** @type {HTMLElement | null} */ (document.activeElement)?.blur?.();
        scene.choose();
        scene.camera.showAll();
    }
}

function search() {
    byId("tools").classList.add("finding");
    byId("search").focus();
}

/** @param {string | null} name */
function refreshPanel(name) {
    if (name === "person" && !personPanel.refresh()) {
        drawer.close();
    } else if (name === "figures") {
        showFigures(shown(), today());
    } else if (name === "list") {
        showEveryone(shown(), (person) => choose(person));
    }
}

/**
 * @param {string} name
 * @param {any} value
 */
function set(name, value) {
    /** @type {Record<string, () => void>} */
    const acts = {
        theme: () => {
            root.dataset.theme = value;
            scene.wear(paletteOf(root));
        },
        leaderboard: () => {
            byId("board").hidden = !value || wall.people.size === 0;
        },
        ticker: () => {
            byId("ticker").hidden = !value;
            document.body.classList.toggle("no-ticker", !value);
        },
        join: () => {
            byId("join").hidden = !value;
        },
        autopan: () => scene.camera.wander(value),
        motion: () => {
            document.body.classList.toggle("still", !value);
            scene.set("moves", value);
        },
        heat: () => scene.set("heat", value),
        clusters: () => scene.set("clusters", value),
        simulation: () => simulate(value && facts.simulation),
    };
    acts[name]?.();
}

function offerEvents() {
    const list = byId("event-choice");
    list.append(
        ...facts.events.map(({ id, name }) => make("option", { value: id }, name)),
    );
    const wanted = [...list.options].find(({ value }) => value === event);
    if (event && event !== DEFAULT_EVENT && !wanted) {
        list.append(make("option", { value: event }, event));
    }
    list.value = event || DEFAULT_EVENT;
    list.addEventListener("change", () => {
        session.switchTo(list.value);
        line.say(session.subscription());
    });
}

/** @param {boolean} isOn */
function simulate(isOn) {
    clearTimeout(simulating);
    const next = (/** @type {number} */ number) => {
        simulating = setTimeout(
            () => {
                const made = madeUp(wall, number, { now: serverNow() });
                take(made);
                next(number + 1);
            },
            pauseBefore(number, Math.random()),
        );
    };
    if (isOn) {
        next(0);
    }
}
