import { sourceFromHeaders } from "#lib/http/source.ts";
import { handleMcp } from "#lib/mcp/index.ts";

function answer(request: Request): Promise<Response> {
  return handleMcp(request, sourceFromHeaders(request.headers));
}

// Every method: which of them are allowed is the protocol's to say, after the credential was checked.
export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
