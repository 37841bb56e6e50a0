// Builds the pages for whoever needs them without starting the server.
import { build } from "./build.mjs";
import { findNode } from "./prepare.mjs";

build(findNode());
