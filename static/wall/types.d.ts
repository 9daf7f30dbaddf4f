// What the wall's modules pass to each other, for the type check. Moments are epoch ms.

type WallGraph = import("./state/graph.js").WallGraph;
type Look = import("./drawing/look.js").Look;
type Palette = ReturnType<typeof import("./drawing/palette.js").paletteOf>;
type Context = CanvasRenderingContext2D;

/** A person as the server shows them. */
interface Face {
    id: string;
    name: string;
    avatar: string;
    major: string;
    year: string;
}

/** A person of a graph; the layout sets place and speed once it has seen them. */
interface Person extends Face {
    met: Map<string, Link>;
    degree: number;
    firstAt: number;
    lastAt: number;
    x: number;
    y: number;
    vx: number;
    vy: number;
}

/** A pair who met. */
interface Link {
    pair: string;
    from: string;
    to: string;
    source: Person;
    target: Person;
    createdAt: number;
}

/** An entry of the log, as a graph keeps it. */
interface Entry {
    seq: string;
    from: string;
    to: string;
    createdAt: number;
    simulated?: boolean;
}

/** An entry of the log, as the server sends it. */
interface Connection extends Omit<Entry, "from" | "to"> {
    from: Face;
    to: Face;
}

interface Snapshot {
    seq?: string;
    nodes: Face[];
    links: { source: string; target: string; createdAt: number; seq: string }[];
}

/** When a replay began, and how long it takes. */
interface Replaying {
    at: number;
    ms: number;
}

/** How an operator runs the wall. */
interface Controls {
    paused: boolean;
    message: string;
    replay: Replaying | null;
}

/** Somebody completed a quest; `words` say which. */
interface Completion {
    id: string;
    quest: string;
    words: string;
    at: number;
}

/** The teams with the most points, and how many more there are. */
interface TeamsTable {
    teams: { name: string; points: number }[];
    more: number;
}

/** What a wall shows beside its connections, as far as it is switched on. */
interface Additions {
    milestones?: Completion[];
    teams?: TeamsTable;
}

interface ShownEvent {
    id: string;
    name: string;
}

interface Totals {
    people: number;
    connections: number;
}

type Milestone = { kind: keyof Totals; number: number };
type Medal = "gold" | "silver" | "bronze";
type Rank = { person: Person; place: number; medal: Medal | null };

/** What a frame changed; `Session.take` says when. */
interface Change {
    added: Connection[];
    replaced?: boolean;
    isLate?: boolean;
    stateChanged?: boolean;
    besideChanged?: boolean;
    mustSubscribe?: boolean;
    refusal?: { code: string; message: string };
}

/** How many pixels of each side are covered. */
interface Insets {
    top: number;
    right: number;
    bottom: number;
    left: number;
}

/** What all painters of one frame agree on. */
interface Painting {
    look: Look;
    sprites: import("./drawing/sprites.js").Sprites;
    glow: HTMLCanvasElement;
    scale: number;
    /** The screen's clock. */
    now: number;
    /** The wall's time. */
    today: number;
}

/** Fields among the page's elements. */
interface Fields {
    search: HTMLInputElement;
    way: HTMLInputElement;
    "event-choice": HTMLSelectElement;
    "theme-choice": HTMLSelectElement;
}

interface Force {
    (alpha: number): void;
    initialize?(people: Person[]): void;
}

interface Charge extends Force {
    strength(of: (person: Person) => number): this;
    distanceMax(distance: number): this;
    theta(theta: number): this;
}

interface Springs extends Force {
    distance(of: (link: Link) => number): this;
}

/** As much of the vendored library as the wall uses. */
interface ForceGraph {
    nodeLabel(of: () => string | null): this;
    nodeVal(of: (person: Person) => number): this;
    nodeColor(): unknown;
    nodeColor(of: unknown): this;
    nodeCanvasObject(paint: (person: Person, context: Context) => void): this;
    nodePointerAreaPaint(
        paint: (
            person: Person,
            colour: string,
            context: Context,
            scale: number,
        ) => void,
    ): this;
    linkLabel(of: () => string | null): this;
    linkVisibility(isVisible: boolean): this;
    onRenderFramePre(paint: (context: Context, scale: number) => void): this;
    onRenderFramePost(paint: (context: Context, scale: number) => void): this;
    onEngineTick(tell: () => void): this;
    onEngineStop(tell: () => void): this;
    onNodeHover(tell: (person: Person | null) => void): this;
    onNodeClick(tell: (person: Person) => void): this;
    onBackgroundClick(tell: () => void): this;
    enablePointerInteraction(isOn: boolean): this;
    enableNodeDrag(isOn: boolean): this;
    enableZoomInteraction(isOn: boolean): this;
    enablePanInteraction(isOn: boolean): this;
    autoPauseRedraw(isOn: boolean): this;
    minZoom(scale: number): this;
    maxZoom(scale: number): this;
    warmupTicks(ticks: number): this;
    cooldownTicks(ticks: number): this;
    cooldownTime(ms: number): this;
    d3AlphaMin(alpha: number): this;
    d3AlphaDecay(share: number): this;
    d3VelocityDecay(share: number): this;
    d3Force(name: "charge"): Charge;
    d3Force(name: "link"): Springs;
    d3Force(name: string, force: Force | null): this;
    graphData(): { nodes: Person[]; links: Link[] };
    graphData(graph: { nodes: Person[]; links: Link[] }): this;
    screen2GraphCoords(x: number, y: number): { x: number; y: number };
    width(): number;
    width(pixels: number): this;
    height(): number;
    height(pixels: number): this;
    zoom(): number;
    zoom(scale: number, ms: number): this;
    centerAt(): { x: number; y: number };
    centerAt(x: number, y: number, ms: number): this;
}

declare var ForceGraph: new (element: Element) => ForceGraph;
