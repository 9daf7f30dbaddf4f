// The picture: a force graph whose painting, forces and camera are the wall's own.

import { leaders } from "../state/analysis.js";
import { WallGraph } from "../state/graph.js";
import { Camera } from "./camera.js";
import { elbowRoom, gravity, tempered } from "./forces.js";
import { paintLinks } from "./link_painting.js";
import { Look } from "./look.js";
import { paintNames } from "./name_painting.js";
import { glowOf, paintPerson, paintWarmth } from "./people_painting.js";
import { radiusOf } from "./sizes.js";
import { Sprites } from "./sprites.js";
import { HALO_MS } from "./timing.js";

const ALWAYS_NAMED = 5;
const SETTLED = 0.02;
const GENTLY = 0.18;
// So much of a layout is worked out before it is first seen: ticks times people.
const WORK_AHEAD = 40_000;
const REFRESH_MS = 150;
const FADE_EVERY_MS = 1000;
const KEEP_UP_MS = 700;

/** Draws a wall's graph into an element. */
export class Scene {
    #graph;
    #wall = new WallGraph();
    #glow;
    #sprites = new Sprites(() => this.wake(100));
    #awakeUntil = 0;
    #stir = 1;
    #isPlanned = false;
    #shown = new Set();
    #keptUpAt = 0;
    /** @type {{ people: Set<Person>, painting: Painting } | null} */
    #frame = null;

    /**
     * Begin with an empty picture.
     *
     * `ForceGraph` is the vendored library; `onChoose` is called with a person or
     * null, `insets` says what covers the picture's sides.
     *
     * @param {HTMLElement} element
     * @param {{
     *     ForceGraph: typeof globalThis.ForceGraph,
     *     palette: Palette,
     *     onChoose: (person: Person | null) => void,
     *     insets: () => Insets,
     *     isKiosk: boolean,
     * }} page
     */
    constructor(element, { ForceGraph, palette, onChoose, insets, isKiosk }) {
        this.look = new Look(palette);
        this.#glow = glowOf(palette.heat);
        this.#graph = new ForceGraph(element)
            .nodeLabel(() => null)
            .linkVisibility(false)
            .linkLabel(() => null)
            .nodeVal((person) => (radiusOf(person) / 4) ** 2)
            .nodeCanvasObject((person, context) => this.#paintPerson(context, person))
            .nodePointerAreaPaint(paintTarget)
            .onRenderFramePre((context, scale) => this.#paintBehind(context, scale))
            .onRenderFramePost((context) => this.#paintOver(context))
            .onEngineTick(() => this.#keepUp())
            .onEngineStop(() => this.camera.keepUp())
            .enablePointerInteraction(!isKiosk)
            .enableNodeDrag(!isKiosk)
            .enableZoomInteraction(!isKiosk)
            .enablePanInteraction(!isKiosk)
            .minZoom(0.04)
            .maxZoom(8)
            .d3AlphaMin(SETTLED)
            .d3AlphaDecay(0.028)
            .d3VelocityDecay(0.42)
            .cooldownTime(12_000);
        if (!isKiosk) {
            this.#graph
                .onNodeHover((person) => this.#hover(person))
                .onNodeClick((person) => onChoose(person))
                .onBackgroundClick(() => onChoose(null));
        }
        this.#setForces(insets);
        this.camera = new Camera(this.#graph, {
            insets,
            people: () => this.#wall.everyone(),
            moves: () => this.look.moves,
        });
        for (const kind of ["wheel", "pointerdown"]) {
            const letGo = () => this.camera.letGo();
            element.addEventListener(kind, letGo, { passive: true });
        }
        new ResizeObserver(() => this.#fill(element)).observe(element);
        // Warmth and trails fade by themselves, too slowly for every frame.
        setInterval(() => this.wake(0), FADE_EVERY_MS);
    }

    /**
     * Show a graph instead of another one, and everybody in it.
     *
     * @param {WallGraph} wall
     */
    show(wall) {
        this.#wall = wall;
        this.#refresh(1);
        this.camera.showAll();
    }

    /** Take over what changed in the graph, soon. */
    refresh() {
        if (!this.#isPlanned) {
            this.#isPlanned = true;
            setTimeout(() => this.#refresh(GENTLY), REFRESH_MS);
        }
    }

    /**
     * Let a connection that was just added to the graph come into the picture.
     *
     * @param {Connection} connection
     */
    welcome({ from, to }) {
        const now = performance.now();
        const [one, other] = [from.id, to.id].map((id) => this.#wall.person(id));
        this.look.born.set(/** @type {Link} */ (one.met.get(other.id)), now);
        for (const [person, partner] of [
            [one, other],
            [other, one],
        ]) {
            this.look.greeted.set(person.id, now);
            if (!Number.isFinite(person.x)) {
                this.look.born.set(person, now);
                placeNear(person, partner);
            }
        }
        this.wake(HALO_MS);
        this.refresh();
    }

    /**
     * Paint every frame for so long; less is painted where nothing moves.
     *
     * @param {number} ms
     */
    wake(ms) {
        this.#awakeUntil = Math.max(this.#awakeUntil, performance.now() + ms);
        // The library draws on demand only; this is its way to be asked.
        this.#graph.nodeColor(this.#graph.nodeColor());
        if (this.look.moves && ms > 0) {
            this.#graph.autoPauseRedraw(false);
        }
    }

    /**
     * Look at one person, or at a way between two, or at nobody.
     *
     * @param {{ id?: string | null, way?: string[] }} [chosen]
     */
    choose({ id = null, way = [] } = {}) {
        this.look.chosen = id;
        this.look.way = way;
        this.wake(0);
    }

    /**
     * Change what is painted: heat, clusters, moves.
     *
     * @param {"heat" | "clusters" | "moves"} name
     * @param {boolean} value
     */
    set(name, value) {
        this.look[name] = value;
        this.#graph.cooldownTicks(this.look.moves ? Infinity : 0);
        this.wake(0);
    }

    /**
     * Paint in other colours.
     *
     * @param {Palette} palette
     */
    wear(palette) {
        this.look.palette = palette;
        this.#glow = glowOf(palette.heat);
        this.wake(0);
    }

    /** @param {number} stir */
    #refresh(stir) {
        this.#isPlanned = false;
        const nodes = this.#wall.everyone();
        const links = [...this.#wall.links.values()];
        const newcomers = nodes.filter((person) => !this.#shown.has(person)).length;
        this.#shown = new Set(nodes);
        const isOther = newcomers > nodes.length / 2;
        this.#stir = isOther ? 1 : stir;
        const ahead = isOther ? WORK_AHEAD / Math.max(1, nodes.length) : 0;
        const still = this.look.moves ? 0 : 12;
        this.#graph.warmupTicks(Math.round(Math.min(150, Math.max(ahead, still))));
        this.look.study(this.#wall, leaders(this.#wall, ALWAYS_NAMED));
        this.#graph.graphData({ nodes, links });
        this.wake(0);
    }

    /** @param {() => Insets} insets */
    #setForces(insets) {
        const stir = () => this.#stir;
        const charge = this.#graph.d3Force("charge");
        charge
            .strength((person) => -70 - 7 * person.degree)
            .distanceMax(520)
            .theta(1.1);
        const links = this.#graph.d3Force("link");
        links.distance(
            ({ source, target }) => 34 + radiusOf(source) + radiusOf(target),
        );
        const aspect = () => {
            const { left, right, top, bottom } = insets();
            const across = Math.max(60, this.#graph.width() - left - right);
            return Math.sqrt(
                across / Math.max(60, this.#graph.height() - top - bottom),
            );
        };
        this.#graph
            .d3Force("charge", tempered(charge, stir))
            .d3Force("link", tempered(links, stir))
            .d3Force("center", null)
            .d3Force("gravity", tempered(gravity(0.055, aspect), stir))
            .d3Force("room", elbowRoom());
    }

    #keepUp() {
        const now = performance.now();
        if (now - this.#keptUpAt > KEEP_UP_MS) {
            this.#keptUpAt = now;
            this.camera.keepUp();
        }
    }

    /**
     * @param {Context} context
     * @param {number} scale
     */
    #paintBehind(context, scale) {
        const now = performance.now();
        if (now > this.#awakeUntil) {
            this.#graph.autoPauseRedraw(true);
        }
        const painting = {
            look: this.look,
            sprites: this.#sprites,
            glow: this.#glow,
            scale,
            now,
            today: this.look.today(),
        };
        const people = this.#visible();
        this.#frame = { people: new Set(people), painting };
        paintWarmth(context, people, painting);
        paintLinks(context, this.#graph.graphData().links, painting);
    }

    /**
     * @param {Context} context
     * @param {Person} person
     */
    #paintPerson(context, person) {
        if (this.#frame?.people.has(person)) {
            paintPerson(context, person, this.#frame.painting);
        }
    }

    /** @param {Context} context */
    #paintOver(context) {
        if (this.#frame) {
            paintNames(context, [...this.#frame.people], this.#frame.painting);
        }
    }

    #visible() {
        const reach = 60;
        const start = this.#graph.screen2GraphCoords(-reach, -reach);
        const end = this.#graph.screen2GraphCoords(
            this.#graph.width() + reach,
            this.#graph.height() + reach,
        );
        return this.#graph
            .graphData()
            .nodes.filter(
                ({ x, y }) => x > start.x && x < end.x && y > start.y && y < end.y,
            );
    }

    /** @param {Person | null} person */
    #hover(person) {
        this.look.hovered = person?.id ?? null;
        this.wake(0);
    }

    /** @param {HTMLElement} element */
    #fill(element) {
        this.#graph.width(element.clientWidth).height(element.clientHeight);
        this.camera.keepUp({ always: true });
    }
}

/**
 * @param {Person} person
 * @param {string} colour
 * @param {Context} context
 * @param {number} scale
 */
function paintTarget(person, colour, context, scale) {
    context.fillStyle = colour;
    context.beginPath();
    context.arc(person.x, person.y, radiusOf(person) + 4 / scale, 0, 2 * Math.PI);
    context.fill();
}

/**
 * @param {Person} person
 * @param {Person} partner
 */
function placeNear(person, partner) {
    const angle = Math.random() * 2 * Math.PI;
    const away = 30 + 20 * Math.random();
    person.x = (partner.x ?? 0) + away * Math.cos(angle);
    person.y = (partner.y ?? 0) + away * Math.sin(angle);
}
