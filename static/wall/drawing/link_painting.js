// Links: calm lines, warm recent ones, trails behind new ones, and the chosen.

import { easeOut, HEAT_MS, REVEAL_MS, shareOf, TRAIL_MS } from "./timing.js";

// One path of thousands of crossing lines is slower to fill than several short ones.
const LINES_A_PATH = 64;
const SHADES = 5;
const DIMMED = 0.12;

/** Paint all links; `now` is the screen's clock, `today` the server's. */
export function paintLinks(context, links, { look, scale, now, today }) {
    const layers = sorted(links, { look, now, today });
    const thin = Math.max(0.7, 1.1 * Math.sqrt(scale)) / scale;
    const { palette } = look;
    context.save();
    context.lineCap = "round";
    context.globalAlpha = look.isFocused ? DIMMED : 1;
    stroke(context, layers.calm, palette.link, thin);
    layers.warm.forEach((shade, index) => {
        context.globalAlpha = (look.isFocused ? DIMMED : 1) * ((index + 1) / SHADES);
        stroke(context, shade, palette.heat, thin * 1.35);
    });
    context.globalAlpha = 1;
    stroke(context, layers.chosen, palette.way, thin * 2.4);
    for (const { link, age } of layers.trails) {
        paintTrail(context, link, { look, thin, age, now });
    }
    context.restore();
}

function sorted(links, { look, now, today }) {
    const calm = [];
    const warm = Array.from({ length: SHADES }, () => []);
    const chosen = [];
    const trails = [];
    for (const link of links) {
        const age = today - link.createdAt;
        const isNew = look.moves && now - (look.born.get(link) ?? -Infinity) < REVEAL_MS;
        if (look.isFocused && look.isChosen(link)) {
            chosen.push(link);
        } else if (!look.isFocused && (age < TRAIL_MS || isNew)) {
            trails.push({ link, age });
        } else if (look.heat && age < HEAT_MS) {
            warm[Math.floor((1 - shareOf(HEAT_MS, 0, age)) * (SHADES - 0.01))].push(link);
        } else {
            calm.push(link);
        }
    }
    return { calm, warm, chosen, trails };
}

function stroke(context, links, colour, width) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    for (let start = 0; start < links.length; start += LINES_A_PATH) {
        const end = Math.min(start + LINES_A_PATH, links.length);
        context.beginPath();
        for (let index = start; index < end; index += 1) {
            const { source, target } = links[index];
            context.moveTo(source.x, source.y);
            context.lineTo(target.x, target.y);
        }
        context.stroke();
    }
}

function paintTrail(context, link, { look, thin, age, now }) {
    const { source, target } = link;
    const begun = look.born.get(link) ?? -Infinity;
    const drawn = look.moves ? easeOut(shareOf(REVEAL_MS, begun, now)) : 1;
    const fresh = 1 - shareOf(TRAIL_MS, 0, age);
    const at = (share) => [
        source.x + (target.x - source.x) * share,
        source.y + (target.y - source.y) * share,
    ];
    context.strokeStyle = look.palette.trail;
    context.globalAlpha = 0.45 + 0.55 * fresh;
    context.lineWidth = thin * (1.3 + 1.2 * fresh);
    context.beginPath();
    context.moveTo(source.x, source.y);
    context.lineTo(...at(drawn));
    context.stroke();
    if (look.moves && drawn === 1 && begun > -Infinity) {
        context.fillStyle = look.palette.trail;
        context.beginPath();
        context.arc(...at(((now - begun) % 2400) / 2400), thin * 2.6, 0, 2 * Math.PI);
        context.fill();
    }
    context.globalAlpha = 1;
}
