import { sourceFromHeaders } from "#lib/http/source.ts";
import { handleLeakReport } from "#lib/leak-reports/index.ts";

function answer(request: Request): Promise<Response> {
  return handleLeakReport(request, sourceFromHeaders(request.headers));
}

// Every method: which of them are allowed is the handler's to say.
export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
