"""S3: buckets and objects."""

import io
import urllib.error
import urllib.request

from case import PROCESSED, RAW, REGION, Case, s3


class Buckets(Case):
    def test_list_buckets(self):
        answer = s3.list_buckets(MaxBuckets=1)
        self.assertEqual([bucket["BucketRegion"] for bucket in answer["Buckets"]], [REGION])
        pages = s3.get_paginator("list_buckets").paginate(PaginationConfig={"PageSize": 1})
        names = [bucket["Name"] for page in pages for bucket in page["Buckets"]]
        self.assertLessEqual({RAW, PROCESSED}, set(names))
        self.assertEqual(names, sorted(names))
        self.assertNotIn("BucketRegion", s3.list_buckets()["Buckets"][0])
        self.refused("InvalidArgument", 400, s3.list_buckets, ContinuationToken="foreign")

    def test_head_bucket(self):
        self.assertEqual(s3.head_bucket(Bucket=RAW)["BucketRegion"], REGION)
        self.refused("404", 404, s3.head_bucket, Bucket="no-such-bucket")

    def test_get_bucket_location(self):
        self.assertEqual(s3.get_bucket_location(Bucket=RAW)["LocationConstraint"], REGION)
        self.refused("NoSuchBucket", 404, s3.get_bucket_location, Bucket="no-such-bucket")

    def test_what_is_not_offered_is_refused_by_name(self):
        error = self.refused("NotImplemented", 501, s3.get_bucket_logging, Bucket=RAW)
        self.assertIn("logging", error["Message"])

    def test_how_a_bucket_is_set_up(self):
        self.assertNotIn("Status", s3.get_bucket_versioning(Bucket=RAW))
        rules = s3.get_bucket_encryption(Bucket=RAW)["ServerSideEncryptionConfiguration"]["Rules"]
        self.assertEqual(rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256")
        self.refused("NoSuchLifecycleConfiguration", 404, s3.get_bucket_lifecycle_configuration, Bucket=RAW)
        lock = "ObjectLockConfigurationNotFoundError"
        self.refused(lock, 404, s3.get_object_lock_configuration, Bucket=RAW)
        self.assertNotIn("QueueConfigurations", s3.get_bucket_notification_configuration(Bucket=RAW))


class Versions(Case):
    BUCKET = "demo-samples"

    def setUp(self):
        if self.BUCKET not in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]:
            self.skipTest("this demo has no past, and so no samples")

    def test_versions_and_delete_markers(self):
        self.assertEqual(s3.get_bucket_versioning(Bucket=self.BUCKET)["Status"], "Enabled")
        rules = s3.get_bucket_lifecycle_configuration(Bucket=self.BUCKET)["Rules"]
        self.assertEqual(rules[0]["NoncurrentVersionExpiration"]["NoncurrentDays"], 30)
        pages = s3.get_paginator("list_object_versions").paginate(
            Bucket=self.BUCKET, PaginationConfig={"PageSize": 2}
        )
        pages = list(pages)
        versions = [entry for page in pages for entry in page.get("Versions", [])]
        markers = [entry for page in pages for entry in page.get("DeleteMarkers", [])]
        self.assertEqual([marker["Key"] for marker in markers], ["deleted.txt"])
        notes = [entry for entry in versions if entry["Key"] == "notes.txt"]
        self.assertEqual([entry["IsLatest"] for entry in notes], [True, False])
        got = s3.get_object(Bucket=self.BUCKET, Key="notes.txt", VersionId=notes[1]["VersionId"])
        self.assertIn(b"the first version", got["Body"].read())
        marker = {"Bucket": self.BUCKET, "Key": "deleted.txt", "VersionId": markers[0]["VersionId"]}
        self.refused("MethodNotAllowed", 405, s3.get_object, **marker)
        self.refused("NoSuchVersion", 404, s3.get_object, Bucket=self.BUCKET, Key="notes.txt", VersionId="x")
        self.refused("NoSuchKey", 404, s3.get_object, Bucket=self.BUCKET, Key="deleted.txt")


class Objects(Case):
    KEYS = ["list/a b", "list/a+b", "list/deep/1", "list/deep/2", "list//lead", "list/é%2F\u0001", "list/<&>\r\n"]

    @classmethod
    def setUpClass(cls):
        for key in cls.KEYS:
            s3.put_object(Bucket=PROCESSED, Key=key, Body=b"x")

    @classmethod
    def tearDownClass(cls):
        for key in cls.KEYS:
            s3.delete_object(Bucket=PROCESSED, Key=key)

    def test_list_objects_v2_pages_through_weird_keys(self):
        pages = s3.get_paginator("list_objects_v2").paginate(
            Bucket=PROCESSED, Prefix="list/", PaginationConfig={"PageSize": 2}
        )
        listed = [entry for page in pages for entry in page["Contents"]]
        keys = [entry["Key"] for entry in listed]
        self.assertEqual(keys, sorted(self.KEYS, key=lambda key: key.encode()))
        self.assertEqual({entry["Size"] for entry in listed}, {1})
        self.assertTrue(all(entry["ETag"].startswith('"') for entry in listed))

    def test_list_objects_v2_groups_by_delimiter(self):
        answer = s3.list_objects_v2(Bucket=PROCESSED, Prefix="list/", Delimiter="/", StartAfter="list/a+b")
        self.assertEqual([entry["Prefix"] for entry in answer["CommonPrefixes"]], ["list/deep/"])
        self.assertEqual(answer["KeyCount"], 2)
        self.assertEqual(answer["StartAfter"], "list/a+b")
        owned = s3.list_objects_v2(Bucket=PROCESSED, Prefix="list/", FetchOwner=True)["Contents"]
        self.assertTrue(all(entry["Owner"]["ID"] for entry in owned))
        self.assertFalse(answer["IsTruncated"])
        self.refused("NoSuchBucket", 404, s3.list_objects_v2, Bucket="no-such-bucket")
        self.refused("InvalidArgument", 400, s3.list_objects_v2, Bucket=RAW, ContinuationToken="foreign")

    def test_list_objects(self):
        pages = s3.get_paginator("list_objects").paginate(
            Bucket=PROCESSED, Prefix="list/", Delimiter="/", PaginationConfig={"PageSize": 1}
        )
        names = []
        for page in pages:
            names += [entry["Key"] for entry in page.get("Contents", [])]
            names += [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]
        self.assertIn("list/deep/", names)
        self.assertEqual(len(names), 6)

    def test_an_object_comes_back_as_it_was_put(self):
        body = bytes(range(256)) * 300
        put = s3.put_object(Bucket=PROCESSED, Key="object/bytes", Body=body)
        got = s3.get_object(Bucket=PROCESSED, Key="object/bytes")
        self.assertEqual(got["Body"].read(), body)
        self.assertEqual(got["ETag"], put["ETag"])
        head = s3.head_object(Bucket=PROCESSED, Key="object/bytes")
        self.assertEqual((head["ContentLength"], head["ETag"]), (len(body), put["ETag"]))
        self.assertEqual(head["LastModified"].year, 2026)
        s3.delete_object(Bucket=PROCESSED, Key="object/bytes")
        self.refused("404", 404, s3.head_object, Bucket=PROCESSED, Key="object/bytes")

    def test_uploads_of_every_kind_arrive_whole(self):
        body = b"chunk" * 40_000
        key = {"Bucket": PROCESSED, "Key": "object/upload"}
        s3.upload_fileobj(io.BytesIO(body), PROCESSED, "object/upload")
        self.assertEqual(s3.get_object(**key)["Body"].read(), body)
        s3.put_object(**key, Body=io.BytesIO(body), ChecksumAlgorithm="SHA256")
        self.assertEqual(s3.head_object(**key)["ContentLength"], len(body))
        s3.delete_object(**key)

    def test_chunked_uploads_are_unwrapped(self):
        # boto3 sends these only over TLS: here the request is signed by boto3 and wrapped by hand.
        address = s3.generate_presigned_url("put_object", {"Bucket": PROCESSED, "Key": "object/chunked"})
        wrapped = b"5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n"
        headers = {
            "content-encoding": "aws-chunked",
            "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "x-amz-decoded-content-length": "11",
            "x-amz-trailer": "x-amz-checksum-crc32",
        }
        request = urllib.request.Request(address, data=wrapped, headers=headers, method="PUT")
        urllib.request.urlopen(request).close()
        got = s3.get_object(Bucket=PROCESSED, Key="object/chunked")
        self.assertEqual(got["Body"].read(), b"hello world")
        headers["x-amz-decoded-content-length"] = "12"
        request = urllib.request.Request(address, data=wrapped, headers=headers, method="PUT")
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request)
        with caught.exception as answer:
            self.assertIn(b"<Code>IncompleteBody</Code>", answer.read())
        s3.delete_object(Bucket=PROCESSED, Key="object/chunked")

    def test_what_is_said_of_versions_tags_and_the_public(self):
        s3.put_object(Bucket=PROCESSED, Key="object/one", Body=b"1")
        versions = s3.list_object_versions(Bucket=PROCESSED, Prefix="object/one")["Versions"]
        self.assertEqual([(v["Key"], v["VersionId"], v["IsLatest"]) for v in versions], [("object/one", "null", True)])
        self.assertEqual(s3.get_object_tagging(Bucket=PROCESSED, Key="object/one")["TagSet"], [])
        block = s3.get_public_access_block(Bucket=PROCESSED)["PublicAccessBlockConfiguration"]
        self.assertTrue(all(block.values()) and len(block) == 4)
        self.refused("NoSuchBucketPolicy", 404, s3.get_bucket_policy_status, Bucket=PROCESSED)
        s3.delete_object(Bucket=PROCESSED, Key="object/one")

    def test_ranges(self):
        s3.put_object(Bucket=PROCESSED, Key="object/range", Body=b"0123456789")
        got = s3.get_object(Bucket=PROCESSED, Key="object/range", Range="bytes=2-4")
        self.assertEqual(got["Body"].read(), b"234")
        self.assertEqual(got["ContentRange"], "bytes 2-4/10")
        self.assertEqual(got["ResponseMetadata"]["HTTPStatusCode"], 206)
        error = self.refused(
            "InvalidRange", 416, s3.get_object, Bucket=PROCESSED, Key="object/range", Range="bytes=10-"
        )
        self.assertEqual(error["ActualObjectSize"], "10")
        s3.delete_object(Bucket=PROCESSED, Key="object/range")

    def test_missing_keys_and_conditions(self):
        error = self.refused("NoSuchKey", 404, s3.get_object, Bucket=PROCESSED, Key="nothing here")
        self.assertEqual(error["Key"], "nothing here")
        s3.put_object(Bucket=PROCESSED, Key="object/once", Body=b"")
        self.refused(
            "PreconditionFailed", 412, s3.put_object, Bucket=PROCESSED, Key="object/once", IfNoneMatch="*"
        )
        s3.delete_object(Bucket=PROCESSED, Key="object/once")
        self.refused("NoSuchBucket", 404, s3.put_object, Bucket="no-such-bucket", Key="k", Body=b"")

    def test_a_presigned_address_needs_no_header(self):
        s3.put_object(Bucket=PROCESSED, Key="object/signed", Body=b"signed")
        address = s3.generate_presigned_url("get_object", {"Bucket": PROCESSED, "Key": "object/signed"})
        with urllib.request.urlopen(address) as answer:
            self.assertEqual(answer.read(), b"signed")
        s3.delete_object(Bucket=PROCESSED, Key="object/signed")
