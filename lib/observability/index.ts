export { logger } from "./logger.ts";
export {
  type CallEnding,
  type SpannedCall,
  type TraceParent,
  tracing,
} from "./tracing.ts";
