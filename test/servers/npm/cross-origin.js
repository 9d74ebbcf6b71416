// Lets pages of other origins read, where a library leaves that to the server around it. True if that was all there was to do.
export const crossOrigin = (request, response) => {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', '*');
  if (request.method !== 'OPTIONS') return false;
  response.setHeader('Access-Control-Allow-Headers', request.headers['access-control-request-headers'] ?? '');
  response.setHeader('Access-Control-Allow-Methods', request.headers['access-control-request-method'] ?? '');
  response.writeHead(204).end();
  return true;
};

export const text = async (request) => {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
};
