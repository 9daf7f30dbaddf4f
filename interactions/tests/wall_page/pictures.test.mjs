import assert from "node:assert/strict";
import { test } from "node:test";

import { isMissing, noteMissing } from "../../../static/wall/state/pictures.js";

test("picture that could not be had is asked for again after a minute", () => {
    const address = "https://pictures.example.org/gone.png";
    assert.equal(isMissing(address, 1000), false);

    noteMissing(address, 1000);

    assert.equal(isMissing(address, 60_999), true);
    assert.equal(isMissing(address, 61_000), false);
    assert.equal(isMissing("https://pictures.example.org/other.png", 1000), false);
});
