// Leaves out of package-lock.json where its packages ask for donations: the lock file names no host.
import { readFileSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
for (const described of Object.values(lock.packages)) delete described.funding;
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
