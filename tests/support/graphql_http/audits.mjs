// Runs the audits of the package graphql-http against a server, and prints what they found as JSON.
import { serverAudits } from 'graphql-http';

const results = [];
for (const audit of serverAudits({ url: process.argv[2], fetchFn: fetch })) {
  const { status, reason } = await audit.fn();
  results.push({ name: audit.name, status, reason: reason ?? null });
}
console.log(JSON.stringify(results));
