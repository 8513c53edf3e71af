// Starts GraphiQL with the example documents of the page, or with the document of the address.
(function () {
  "use strict";
  const parameters = new URLSearchParams(window.location.search);
  const examples = JSON.parse(document.getElementById("graphiql-examples").textContent);
  const given = parameters.get("query");
  ReactDOM.createRoot(document.getElementById("graphiql")).render(
    React.createElement(GraphiQL, {
      fetcher: GraphiQL.createFetcher({ url: window.location.pathname }),
      defaultTabs: examples,
      query: given === null ? undefined : given,
      // GraphiQL shows the variables of the tab it opens only if it is given them here.
      variables: (given === null ? examples[0].variables : parameters.get("variables")) || undefined,
      defaultEditorToolsVisibility: "variables",
      shouldPersistHeaders: false,
    }),
  );
})();
