import assert from "node:assert/strict";
import { test } from "node:test";
import { isDockerId, withOwnAccount } from "../src/sheet.js";

test("a Docker ID has 4 to 30 lowercase letters and digits", () => {
  for (const good of ["ada4", "a".repeat(30)]) assert.equal(isDockerId(good), true, good);
  for (const bad of ["ada", "a".repeat(31), "Ada4", "ada l", "ada-l"]) {
    assert.equal(isDockerId(bad), false, bad);
  }
});

test("a command gets one's own account in its names and its log-in", () => {
  const own = (/** @type {string} */ command) => withOwnAccount(command, "demousr", "ada4");
  assert.equal(own("docker login -u demousr"), "docker login -u ada4");
  assert.equal(
    own("docker tag myimage:0.1 demousr/demorep:1.0"),
    "docker tag myimage:0.1 ada4/demorep:1.0",
  );
  assert.equal(own("docker rmi demousr/a:1 demousr/b:1"), "docker rmi ada4/a:1 ada4/b:1");
  assert.equal(own("docker images"), "docker images");
});
