import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { paths } from '@sluice/api-contract/http';

/** The description of the API, made from the schemas and decorators of its controllers: OpenAPI. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Sluice')
    .setDescription('A key-value API over a read/write-split Redis that proves how fresh its answers are.')
    .setVersion('1')
    .build();
  return SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method });
}

/** Serve the description, and a page that shows it and loads nothing from elsewhere. Made when it is first asked for. */
export function serveDocs(app: INestApplication): void {
  SwaggerModule.setup(paths.docs, app, () => describeApi(app), {
    jsonDocumentUrl: paths.openapi,
    raw: ['json'],
    customSiteTitle: 'Sluice API',
    swaggerOptions: { validatorUrl: null },
  });
}
