"""Pictures in an S3-compatible bucket, at the addresses they have everywhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnectionError
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.encoding import filepath_to_uri
from django.utils.functional import cached_property
from storages.backends.s3 import S3Storage

from outages import Outage
from pictures import StorageUnavailableError

CLIENT = Config(
    max_pool_connections=16,  # as many as a process has threads
    connect_timeout=1,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 2},
    # Amazon's newer checksums, which not every other maker of buckets knows.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
NOT_THERE = (400, 404)  # 400: no picture can have such a name
OUTAGE = Outage("The bucket")


@contextmanager
def _translated() -> Iterator[None]:
    """A bucket that does not answer is not asked by everybody, or soon all threads would be waiting for it."""
    if not OUTAGE.may_try():
        raise StorageUnavailableError("The bucket did not answer a moment ago.")
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        if isinstance(error, NoConnectionError | HTTPClientError):
            OUTAGE.begin(error)
        raise StorageUnavailableError(f"The bucket: {error}") from error
    except FileNotFoundError:
        OUTAGE.end()
        raise
    OUTAGE.end()


class Bucket(S3Storage):
    def __init__(self, **options) -> None:
        # Like files in a folder: a second upload of the same picture gets a name of its own.
        super().__init__(
            client_config=CLIENT, transfer_config=TransferConfig(use_threads=False), file_overwrite=False, **options
        )

    @cached_property
    def connection(self):
        """One for all threads, which its client is made for; one for each would take 17 MB a thread."""
        return self._create_session().resource(
            "s3", region_name=self.region_name, endpoint_url=self.endpoint_url, config=self.client_config
        )

    def url(self, name: str, *args, **kwargs) -> str:
        """On the magazine's own host (`magazine.media`), so that texts stay true when their pictures move."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))

    @_translated()
    def _open(self, name: str, mode: str = "rb") -> File:
        """The whole picture in one request: what breaks off halfway must not reach a cache that keeps it for ever."""
        client = self.connection.meta.client
        try:
            found = client.get_object(Bucket=self.bucket_name, Key=self._normalize_name(name))
            return ContentFile(found["Body"].read(), name)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in NOT_THERE:
                raise FileNotFoundError(f"There is no {name} in the bucket.") from error
            raise

    @_translated()
    def _save(self, name: str, content) -> str:
        return super()._save(name, content)

    @_translated()
    def exists(self, name: str) -> bool:
        return super().exists(name)

    @_translated()
    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        return super().listdir(name)

    @_translated()
    def size(self, name: str) -> int:
        return super().size(name)

    @_translated()
    def delete(self, name: str) -> None:
        super().delete(name)
