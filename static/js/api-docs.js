// Shows the API's schema with Swagger UI, which the page has loaded from our own host.
const docs = document.getElementById("docs");

window.SwaggerUIBundle({
  domNode: docs,
  url: docs.dataset.schema,
  deepLinking: true,
  validatorUrl: null,
});
