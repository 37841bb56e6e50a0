/** What readers of changes share: safe for the browser, unlike the face, which holds the door. */
export { ChangeView, PreviewView } from "./outcome.ts";
